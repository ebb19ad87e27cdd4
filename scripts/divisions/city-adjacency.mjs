// Which of China's cities touch, from the outlines in Apache ECharts 4.9.0 (`map/json/china-cities.json`, Apache-2.0).

/** Outlines drawn apart by less than this, in degrees (about 2 km), count as touching: they were simplified one by one. */
const TOUCHING = 0.02;

/** Outlines whose codes have changed since they were drawn. */
const RECODED = {
  371200: '370100', 469003: '460400', 652100: '650400', 652200: '650500',
  542200: '540500', 542400: '540600', 542600: '540400',
}; // prettier-ignore

/** Links over water that outlines cannot show: bridges, tunnels and the railway ferry to Hainan. */
const OVER_WATER = [
  ['330200', '330900'],
  ['440800', '460100'],
];

/**
 * @param map a feature collection with ECharts' compressed coordinates.
 * @param known codes of six digits that count as cities; outlines of others are left out.
 * @returns pairs of codes, each pair and the list in order.
 */
export function findAdjacentCities(map, known) {
  const cellsByCode = new Map();
  for (const { id, geometry } of map.features) {
    const code = RECODED[id] ?? id;
    if (!known.has(code)) continue;
    const cells = cellsByCode.get(code) ?? new Set();
    for (const ring of ringsOf(geometry)) markCells(cells, ring);
    cellsByCode.set(code, cells);
  }
  const owners = ownersOf(cellsByCode);
  const touching = [...owners].flatMap(([cell, codes]) => {
    const near = neighbourhood(cell).flatMap((each) => owners.get(each) ?? []);
    return codes.flatMap((code) => near.filter((other) => code < other).map((other) => `${code}\t${other}`));
  });
  return [...new Set([...OVER_WATER.map((pair) => pair.join('\t')), ...touching])].sort((a, b) =>
    a < b ? -1 : 1,
  );
}

function ownersOf(cellsByCode) {
  const owners = new Map();
  for (const [code, cells] of cellsByCode) {
    for (const cell of cells) owners.set(cell, [...(owners.get(cell) ?? []), code]);
  }
  return owners;
}

function neighbourhood(cell) {
  const [x, y] = cell.split(',').map(Number);
  return [-1, 0, 1].flatMap((dx) => [-1, 0, 1].map((dy) => `${x + dx},${y + dy}`));
}

/** Marks every cell of a grid that the outline passes through. */
function markCells(cells, ring) {
  for (let index = 1; index < ring.length; index++) {
    const [x0, y0] = ring[index - 1];
    const [x1, y1] = ring[index];
    const steps = Math.max(1, Math.ceil(Math.hypot(x1 - x0, y1 - y0) / (TOUCHING / 2)));
    for (let step = 0; step <= steps; step++) {
      const x = x0 + ((x1 - x0) * step) / steps;
      const y = y0 + ((y1 - y0) * step) / steps;
      cells.add(`${Math.floor(x / TOUCHING)},${Math.floor(y / TOUCHING)}`);
    }
  }
}

function ringsOf({ type, coordinates, encodeOffsets }) {
  return type === 'Polygon'
    ? coordinates.map((ring, index) => decodeRing(ring, encodeOffsets[index]))
    : coordinates.flatMap((polygon, at) =>
        polygon.map((ring, index) => decodeRing(ring, encodeOffsets[at][index])),
      );
}

/** ECharts' own format: zigzag differences in 1/1024 degrees, each a character from 64 on. */
function decodeRing(text, [x0, y0]) {
  const points = [];
  let [x, y] = [x0, y0];
  for (let index = 0; index < text.length; index += 2) {
    x += unzigzag(text.charCodeAt(index) - 64);
    y += unzigzag(text.charCodeAt(index + 1) - 64);
    points.push([x / 1024, y / 1024]);
  }
  return points;
}

function unzigzag(value) {
  return (value >> 1) ^ -(value & 1);
}
