import { Client } from "pg";

/**
 * Makes the table `bench` with that many rows of 8 columns: bigint key, int, two varchar, date, timestamp(3),
 * numeric(10,2), and a text that is null in one row of five.
 */
export async function makeSampleTable(database: string, rows: number): Promise<void> {
  const client = new Client({ connectionString: database });
  await client.connect();
  try {
    await client.query(`CREATE TABLE bench (
      id BIGINT PRIMARY KEY, number INT NOT NULL, name VARCHAR(40) NOT NULL, city VARCHAR(40) NOT NULL,
      day DATE NOT NULL, changed TIMESTAMP(3) NOT NULL, price NUMERIC(10,2) NOT NULL, note TEXT)`);
    await client.query(
      `INSERT INTO bench SELECT n, n % 100000, 'name of row ' || n, 'city ' || n % 977, DATE '1990-01-01' + n % 12000,
         TIMESTAMP '2020-01-01' + n * INTERVAL '1 second', (n % 99999999) / 100.0,
         CASE WHEN n % 5 = 0 THEN NULL ELSE 'a note on row ' || n END
       FROM generate_series(1, $1) AS n`,
      [rows],
    );
    await client.query("ANALYZE bench");
  } finally {
    await client.end();
  }
}
