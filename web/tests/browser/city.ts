import { spawn } from 'node:child_process';
import { mkdirSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The program, with this web in it. */
const PROGRAM = process.env.TONGBAN_TEST_PROGRAM ?? fileURLToPath(new URL('../../../target/debug/tongban', import.meta.url));
const RESULTS = fileURLToPath(new URL('../../../target/web/', import.meta.url));
/** A day takes a minute: warnings come while somebody looks, and what is looked at does not run away. */
const SPEED = '1440';
/** The end of what a demo says of itself. */
const READY = 'Ctrl-C ends it';

/** Starts the sample city on ports and in a folder of its own, and tells the tests where it is. */
export default async function city(): Promise<() => void> {
  mkdirSync(RESULTS, { recursive: true });
  const log = openSync(`${RESULTS}city.log`, 'w');
  const args = ['demo', '--listen', '127.0.0.1:0', '--ops-listen', '127.0.0.1:0', '--speed', SPEED, '--log', 'warn'];
  const child = spawn(PROGRAM, args, { stdio: ['ignore', 'pipe', log] });
  const said = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`the city ended with ${code}: see target/web/city.log`)));
    child.stdout?.on('data', (piece: Buffer) => {
      text += piece.toString();
      if (text.includes(READY)) resolve(text);
    });
  });
  const found = (pattern: RegExp) => pattern.exec(said)?.slice(1) ?? [];
  const [address] = found(/address +(http:\S+)/);
  const [number, code] = found(/number=(\S+?)&code=(\d+)/);
  const passwords = Object.fromEntries([...said.matchAll(/^([a-z][a-z-]*) +((?:[a-z0-9]{5}-){3}[a-z0-9]{5}) /gm)].map((line) => [line[1], line[2]]));
  process.env.TONGBAN_CITY = JSON.stringify({ address, number, code, passwords });
  return () => child.kill('SIGTERM');
}
