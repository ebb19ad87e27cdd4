import { spawn } from 'node:child_process';

/** What a program left behind. */
export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How {@link run} runs a program. */
export interface RunOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Milliseconds after which it is ended. */
  readonly timeout?: number;
}

/** Runs a program to its end, however it ends. @throws the error of a program that cannot be started. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const { promise, resolve, reject } = Promise.withResolvers<Ran>();
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.once('error', reject);
  child.once('close', (code) => resolve({ code, stdout, stderr }));
  return promise;
}

/** The same, when it must succeed. @throws Error with the end of what it said. */
export async function succeed(
  command: string,
  args: readonly string[],
  options?: RunOptions,
): Promise<string> {
  const { code, stdout, stderr } = await run(command, args, options);
  if (code === 0) return stdout.trim();
  const said = `${stdout}${stderr}`.trim().split('\n').slice(-15).join('\n');
  throw new Error(`"${command} ${args.slice(0, 4).join(' ')}" ended with ${code}:\n${said}`);
}
