/** Runs one bench in a process of its own and sends its rows to the parent, or prints them: `one.js FILE SECONDS`. */
import type { Bench } from './row';

async function main(file: string, seconds: number): Promise<void> {
  const { bench } = (await import(file)) as { bench: Bench };
  const rows = await bench.rows({ seconds, java: process.env.BENCH_JAVA_CLASSPATH });
  if (process.send) process.send({ title: bench.title, rows });
  else console.log(bench.title, rows);
  process.disconnect?.();
}

const [file, seconds] = process.argv.slice(2);
void main(file ?? '', Number(seconds ?? 3));
