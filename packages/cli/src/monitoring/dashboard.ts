/** One line of a panel. */
export interface Query {
  readonly expr: string;
  /** How a series is named, with `{{label}}`. */
  readonly legend: string;
}

/** What a panel counts in, as Grafana names it. */
export type Unit = 'short' | 's' | 'bytes' | 'percentunit' | 'reqps' | 'ops';

/** One picture. */
export interface Panel {
  readonly title: string;
  /** What it shows, in English and Chinese. */
  readonly description: string;
  readonly unit: Unit;
  readonly queries: readonly Query[];
}

/** A row of pictures under one heading. */
export interface Row {
  readonly title: string;
  readonly panels: readonly Panel[];
}

/** A page of Grafana. */
export interface Dashboard {
  /** Stays the same when the title changes: links name it. */
  readonly uid: string;
  readonly title: string;
  readonly rows: readonly Row[];
}

/** Which Prometheus is asked is a choice on the page. */
const DATASOURCE = { type: 'prometheus', uid: '${datasource}' };
const WIDTH = 12;
const HEIGHT = 8;

/** The page as Grafana imports it. The same page gives the same text. */
export function grafanaJson({ uid, title, rows }: Dashboard): string {
  const dashboard = {
    uid,
    title,
    tags: ['quyu'],
    schemaVersion: 39,
    editable: true,
    refresh: '30s',
    time: { from: 'now-6h', to: 'now' },
    timezone: 'browser',
    templating: {
      list: [{ name: 'datasource', label: 'Prometheus', type: 'datasource', query: 'prometheus' }],
    },
    panels: placed(rows),
  };
  return `${JSON.stringify(dashboard, null, 2)}\n`;
}

/** Ids and places follow from the order. */
function placed(rows: readonly Row[]): readonly object[] {
  const panels: object[] = [];
  let y = 0;
  for (const { title, panels: content } of rows) {
    panels.push({
      id: panels.length + 1,
      type: 'row',
      title,
      collapsed: false,
      gridPos: { x: 0, y, w: 24, h: 1 },
      panels: [],
    });
    y += 1;
    for (const [index, panel] of content.entries()) {
      const gridPos = { x: (index % 2) * WIDTH, y: y + Math.floor(index / 2) * HEIGHT, w: WIDTH, h: HEIGHT };
      panels.push(panelOf(panel, panels.length + 1, gridPos));
    }
    y += Math.ceil(content.length / 2) * HEIGHT;
  }
  return panels;
}

function panelOf({ title, description, unit, queries }: Panel, id: number, gridPos: object): object {
  return {
    id,
    type: 'timeseries',
    title,
    description,
    datasource: DATASOURCE,
    gridPos,
    fieldConfig: {
      defaults: { unit, min: 0, custom: { fillOpacity: 10, showPoints: 'never' } },
      overrides: [],
    },
    options: {
      legend: { displayMode: 'list', placement: 'bottom' },
      tooltip: { mode: 'multi', sort: 'desc' },
    },
    targets: queries.map(({ expr, legend }, index) => ({
      refId: String.fromCodePoint(65 + index),
      datasource: DATASOURCE,
      expr,
      legendFormat: legend,
    })),
  };
}
