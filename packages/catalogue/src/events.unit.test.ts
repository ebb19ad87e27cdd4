import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { asyncApiOf } from './asyncapi.js';
import { catalogueFiles } from './catalogue-files.js';
import { eventsOf } from './events-of.js';
import { referencesIn, resolveReference, schemasIn } from './follow-references.js';
import { jsonSchemasOf } from './json-schemas.js';
import { sampleSpecs } from './sample-specs.js';

describe('the AsyncAPI document', () => {
  const document = asyncApiOf(sampleSpecs, { root: 'acme' });

  test('has a channel per event with its subject, partitions and stream', () => {
    const channels = document['channels'] as Record<string, Record<string, unknown>>;
    expect(Object.keys(channels)).toEqual(['bank.paid.v2', 'shop.opened.v1']);
    expect(channels['shop.opened.v1']?.['address']).toBe('acme.shop.opened.v1.p{partition}');
    expect(channels['shop.opened.v1']?.['parameters']).toMatchObject({
      partition: { enum: expect.objectContaining({ length: 16 }) },
    });
    expect(channels['shop.opened.v1']?.['x-stream']).toBe('ACME_SHOP');
  });

  test('tells who publishes and who consumes', () => {
    const operations = Object.keys(document['operations'] as object);
    expect(operations).toEqual([
      'bank.send.bank.paid.v2', 'till.receive.bank.paid.v2', 'shop.send.shop.opened.v1', 'till.receive.shop.opened.v1',
    ]); // prettier-ignore
  });

  test('resolves every reference', () => {
    const broken = referencesIn(document).filter(
      (reference) => resolveReference(document, reference) === undefined,
    );
    expect(broken).toEqual([]);
  });
});

describe('the payloads in the AsyncAPI document', () => {
  test('compile in their place in the document', () => {
    const document = asyncApiOf(sampleSpecs, { root: 'acme' });
    const ajv = new Ajv2020({ strict: false });
    addFormats.default(ajv);
    ajv.addSchema({ $id: 'doc:/asyncapi', ...document });
    const places = schemasIn(document).map(([place]) => place);
    expect(places).toHaveLength(2);
    for (const place of places)
      expect(typeof ajv.compile({ $ref: `doc:/asyncapi${place}` })).toBe('function');
  });
});

describe('the JSON Schemas', () => {
  test('accept every example of their event and refuse what lacks its key', () => {
    const ajv = new Ajv2020({ strict: true, strictTypes: false });
    addFormats.default(ajv);
    const schemas = jsonSchemasOf(sampleSpecs);
    for (const { event } of eventsOf(sampleSpecs)) {
      const validate = ajv.compile(schemas[event.type]!);
      for (const example of event.examples)
        expect([validate(example), validate.errors]).toEqual([true, null]);
      expect(validate({})).toBe(false);
    }
  });
});

describe('the catalogue files', () => {
  test('are the same bytes whatever the order of the specs', () => {
    expect(catalogueFiles(sampleSpecs.toReversed())).toEqual(catalogueFiles(sampleSpecs));
  });

  test('are one file per event besides the documents, each ending in a newline', () => {
    const files = catalogueFiles(sampleSpecs);
    expect(Object.keys(files).toSorted()).toEqual([
      'asyncapi.json', 'contracts.json', 'events.md', 'openapi.json', 'schemas/bank.paid.v2.json', 'schemas/shop.opened.v1.json',
    ]); // prettier-ignore
    for (const content of Object.values(files)) expect(content.endsWith('\n')).toBe(true);
  });

  test('show each event to people with its publisher, consumers and an example', () => {
    const page = catalogueFiles(sampleSpecs)['events.md'];
    expect(page).toContain('| [`shop.opened.v1`](#shopopenedv1) | A shop opened. | shop | shop | till |');
    expect(page).toContain('"shopId": "s-1"');
  });
});
