# usage: sh guard.sh PROCESS_GROUP SIGNAL [FOLDER…]      started by guard.ts, at the other end of its standard input
# A line means "not needed any more". The end of the pipe means that the program which started the server is gone,
# however it ended (kill -9 included): stop the server's process group and remove what it leaves behind.
read -r line && exit 0
group=$1
signal=$2
shift 2
kill -s "$signal" -- "-$group" 2>/dev/null
for quarter in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32; do
  kill -s 0 -- "-$group" 2>/dev/null || break # not "kill -0": dash does not take that before "--"
  sleep 0.25
done
kill -s KILL -- "-$group" 2>/dev/null
[ $# -eq 0 ] || rm -rf -- "$@"
