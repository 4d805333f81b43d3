// usage: node runner.cjs EVENT_FD ANSWER_FD
// Stands in for the Lambda runtime: loads one handler and gives it one event after the other, each a line of JSON.
const fs = require("node:fs");
const net = require("node:net");
const path = require("node:path");
const process = require("node:process");
const readline = require("node:readline");
const { pathToFileURL } = require("node:url");

const [eventFd, answerFd] = process.argv.slice(2).map(Number);
const { env } = process;

/** An error with the name by which Lambda reports it. */
const named = (name, message) => Object.assign(new Error(message), { name });

function answer(error, value) {
  fs.writeSync(answerFd, `${JSON.stringify({ error, body: JSON.stringify(value ?? null) })}\n`);
}

function answerError(error) {
  process.stderr.write(`${error?.stack ?? error}\n`);
  answer(true, {
    errorType: error?.name ?? "Error",
    errorMessage: error?.message ?? String(error),
    trace: String(error?.stack ?? "").split("\n"),
  });
}

/** The handler named by _HANDLER, such as `index.handler`. */
async function loadHandler() {
  const dot = env._HANDLER.lastIndexOf(".");
  const [module, name] = [env._HANDLER.slice(0, dot), env._HANDLER.slice(dot + 1)];
  const candidates = [".js", ".mjs", ".cjs", ""].map((extension) =>
    path.join(env.LAMBDA_TASK_ROOT, module + extension),
  );
  const file = candidates.find((candidate) => fs.existsSync(candidate));
  if (!file) throw named("Runtime.ImportModuleError", `Cannot find module '${module}'`);
  const loaded = await import(pathToFileURL(file));
  const handler = loaded[name] ?? loaded.default?.[name];
  if (!handler) throw named("Runtime.HandlerNotFound", `${env._HANDLER} is undefined or not exported`);
  return handler;
}

const contextOf = (request) => ({
  awsRequestId: request["invoke-id"],
  invokedFunctionArn: request["invoked-function-arn"],
  functionName: env.AWS_LAMBDA_FUNCTION_NAME,
  functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
  memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
  logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
  logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
  callbackWaitsForEmptyEventLoop: true,
  getRemainingTimeInMillis: () => Math.max(0, Math.round(request.deadline - Date.now())),
});

async function handle(handlerLoads, line) {
  const request = JSON.parse(line);
  env._X_AMZN_TRACE_ID = request["trace-id"];
  try {
    const handler = await handlerLoads;
    answer(false, await handler(request.payload ? JSON.parse(request.payload) : {}, contextOf(request)));
  } catch (error) {
    answerError(error);
  }
}

// At once, as Lambda does it before the first event; a failure is the answer to that event.
const handlerLoads = loadHandler();
handlerLoads.catch(() => undefined);

let previous = Promise.resolve();
readline
  .createInterface({ input: new net.Socket({ fd: eventFd, readable: true, writable: false }) })
  .on("line", (line) => {
    previous = previous.then(() => handle(handlerLoads, line));
  })
  // LocalStack has ended, in whatever way.
  .on("close", () => process.exit(0));
