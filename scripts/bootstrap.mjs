// Sets up what is missing (pnpm, packages, Node 24, build) and then runs what was asked for.
// Needs nothing but Node 18 and npm. All of its own words go to stderr: stdout belongs to the program it runs.

const OLDEST_NODE = [18, 12];
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
  console.error(
    `Quyu needs Node ${OLDEST_NODE.join('.')} or newer to set itself up; this is ${process.version} (${process.execPath}).\n` +
      'Install a current Node (for example with your package manager) and run the same command again.',
  );
  process.exitCode = 1;
} else {
  // Imported only now: an older Node could not even read these files.
  void import('./bootstrap/main.mjs').then(({ main }) => main(process.argv.slice(2)));
}
