import type { PluginSpec } from '@quyu/plugin-kit';
import { type FoundConsumer, ROOT, streamOf } from './broker-in-test.js';

/** What is there to be reached. */
export interface World {
  readonly specs: readonly PluginSpec[];
  readonly streams: readonly string[];
  readonly consumers: readonly FoundConsumer[];
}

/** All that a service must not publish to: whatever is not its own. */
export function forbiddenToPublish(spec: PluginSpec, world: World): string[] {
  const others = world.specs.filter(({ id }) => id !== spec.id);
  const reads = [...spec.consumes.map(({ service }) => service), spec.id].map(streamOf);
  return [
    ...others.flatMap(({ id, publishes }) => [
      ...publishes.map(({ type }) => `${ROOT}.${type}.p00`),
      `${ROOT}.${id}.forged.v1.p00`,
      `${ROOT}_wake.${id}`,
      `_INBOX_${ROOT}_${id}.reply`,
    ]),
    ...world.streams.flatMap(makingOf),
    ...world.streams.filter((stream) => !reads.includes(stream)).flatMap(readingOf),
    ...world.streams
      .filter((stream) => stream !== streamOf(spec.id))
      .map((stream) => `$JS.API.STREAM.INFO.${stream}`),
    ...world.consumers.flatMap(changingOf),
    ...world.consumers.filter((each) => !isOwn(spec.id, each)).flatMap(usingOf),
    ...['INFO', 'STREAM.LIST', 'STREAM.NAMES', 'STREAM.CREATE.NEW'].map((verb) => `$JS.API.${verb}`),
    '$SYS.REQ.SERVER.PING',
    '$JS.EVENT.ADVISORY.forged',
    'anything',
  ];
}

/** All that a service must not subscribe to. */
export function forbiddenToSubscribe(spec: PluginSpec, world: World): string[] {
  const others = world.specs.filter(({ id }) => id !== spec.id);
  const wide = ['>', '*', '*.>', `${ROOT}.>`, '_INBOX.>', '$JS.>', '$JS.API.>', '$JS.ACK.>', '$JS.EVENT.>'];
  return [
    '$SYS.>',
    ...wide,
    ...world.specs.map(({ id }) => `${ROOT}.${id}.>`),
    ...others.flatMap(({ id }) => [`_INBOX_${ROOT}_${id}.>`, `${ROOT}_wake.${id}`]),
  ];
}

function makingOf(stream: string): string[] {
  const verbs = ['CREATE', 'UPDATE', 'DELETE', 'PURGE', 'MSG.DELETE', 'MSG.GET', 'SNAPSHOT', 'RESTORE'];
  return [
    ...verbs.map((verb) => `$JS.API.STREAM.${verb}.${stream}`),
    ...['CREATE', 'LIST', 'NAMES'].map((verb) => `$JS.API.CONSUMER.${verb}.${stream}`),
    ...['CREATE', 'DURABLE.CREATE'].map((verb) => `$JS.API.CONSUMER.${verb}.${stream}.new`),
    `$JS.API.CONSUMER.CREATE.${stream}.new.${ROOT}.x`,
  ];
}

function readingOf(stream: string): string[] {
  return [`$JS.API.DIRECT.GET.${stream}`, `$JS.API.DIRECT.GET.${stream}.${ROOT}.x`];
}

/** Not even its own consumers may a service make, change or delete. */
function changingOf({ stream, durable }: FoundConsumer): string[] {
  const verbs = ['CREATE', 'DURABLE.CREATE', 'DELETE', 'PAUSE'];
  return verbs.map((verb) => `$JS.API.CONSUMER.${verb}.${stream}.${durable}`);
}

function usingOf({ stream, durable }: FoundConsumer): string[] {
  return [
    `$JS.API.CONSUMER.INFO.${stream}.${durable}`,
    `$JS.API.CONSUMER.MSG.NEXT.${stream}.${durable}`,
    `$JS.ACK.${stream}.${durable}.1.1.1.1.1`,
  ];
}

function isOwn(service: string, { durable }: FoundConsumer): boolean {
  return durable.replace(/-(p\d\d|any)$/, '') === service;
}
