import { defineApi, defineEvent, defineRoute, z } from '@quyu/contract-kit';
import { type Plugin, defineDb, defineFigure, defineJob, definePlugin } from '@quyu/plugin-kit';

const schema = z.object({ code: z.string() });
const said = defineEvent({
  type: 'talk.said.v1',
  summary: 'Something was said.',
  aggregate: 'talk',
  key: 'code',
  schema,
  examples: [{ code: 't-1' }],
});

const talkApi = defineApi({
  service: 'talk',
  title: { en: 'Talk', zh: '谈话' },
  permissions: { 'talk:write': 'Say something.' },
  routes: {
    say: defineRoute({
      kind: 'write', method: 'POST', path: '/words', permission: 'talk:write', status: 201,
      summary: { en: 'Say', zh: '说' }, body: z.strictObject({ code: z.string() }), answer: schema,
    }),
  },
}); // prettier-ignore

const nothing = { input: z.object({}), result: z.object({}) };
const jobs = {
  repeat: defineJob({ summary: 'Says it again.', ...nothing }),
  tick: defineJob({ summary: 'Says it by itself.', ...nothing, everySeconds: 1 }),
};

/** Writes a line of the log wherever a plugin can: in a request, a handler, a job that was asked for, and one that comes by itself. */
export const talkingPlugin: Plugin = definePlugin(
  {
    id: 'talk',
    kit: '^1.0.0',
    summary: { en: 'Talk', zh: '谈话' },
    config: z.object({}),
    db: defineDb<object>({}),
    api: talkApi,
    publishes: [said],
    consumes: [said],
    jobs,
    figures: {
      words: defineFigure<object>({ help: { en: 'Words', zh: '词' }, read: async () => [{ value: 7 }] }),
    },
  },
  (ctx) => ({
    routes: {
      async say({ body }, tx) {
        ctx.log.info({ words: 3, nested: { deep: true } }, 'in a request');
        tx.publish(said, body);
        tx.enqueue('repeat', {});
        return body;
      },
    },
    handlers: {
      'talk.said.v1': async () => {
        ctx.log.warn('in a handler');
        if (failures++ < 2) throw new RangeError('not yet');
      },
    },
    jobs: {
      repeat: async () => {
        ctx.log.info('in a job');
        if (attempts++ === 0) throw new RangeError('not at once');
        return {};
      },
      tick: async () => {
        ctx.log.info('in a job that comes by itself');
        return {};
      },
    },
  }),
);

let failures = 0;
let attempts = 0;
