const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MS = 100;

/**
 * Runs one step of work and shows that it runs: a spinner with the time on a terminal, else a line
 * at its beginning and one at its end. A step may return a text that replaces its title at the end.
 */
export async function step(title, work) {
  const started = Date.now();
  const stop = process.stderr.isTTY ? spin(title, started) : announce(title);
  try {
    const result = await work();
    stop();
    say(`✔ ${title} (${seconds(started)})`);
    return result;
  } catch (error) {
    stop();
    say(`✖ ${title} (${seconds(started)})`);
    throw error;
  }
}

/** A line for people; stdout stays clean. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** The time since `started`, in seconds, for people. */
export function seconds(started) {
  return `${((Date.now() - started) / 1000).toFixed(1)} s`;
}

function announce(title) {
  say(`… ${title}`);
  return () => {};
}

function spin(title, started) {
  let frame = 0;
  const draw = () => {
    frame = (frame + 1) % FRAMES.length;
    process.stderr.write(`\r\u001B[2K${FRAMES[frame]} ${title} ${seconds(started)}`);
  };
  draw();
  const timer = setInterval(draw, FRAME_MS);
  return () => {
    clearInterval(timer);
    process.stderr.write('\r\u001B[2K');
  };
}
