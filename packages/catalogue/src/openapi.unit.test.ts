import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { platformApi } from '@quyu/contract-kit';
import { describe, expect, test } from 'vitest';
import { referencesIn, resolveReference, schemasIn } from './follow-references.js';
import { openApiOf } from './openapi.js';
import { sampleSpecs } from './sample-specs.js';

const document = openApiOf(sampleSpecs, { version: '1.0.0', servers: ['http://127.0.0.1:8080'] });
// oxlint-disable-next-line typescript/no-explicit-any -- a document of any shape is looked into
const paths = document['paths'] as Record<string, Record<string, Record<string, any>>>;
const operations = Object.values(paths).flatMap((methods) => Object.values(methods));

interface Parameter {
  readonly in?: string;
  readonly name?: string;
}

describe('the OpenAPI document', () => {
  test('names every route of every service once, with the routes the host adds', () => {
    const ids = operations.map((operation) => operation['operationId']);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(
      expect.arrayContaining(['shop.getShop', 'shop.getJob', 'shop.getBusStatus', 'till.getBusStatus']),
    );
    const hostRoutes = Object.keys(platformApi('shop').routes).length;
    expect(ids).toHaveLength(7 + 2 * hostRoutes);
  });

  test('resolves every reference', () => {
    const broken = referencesIn(document).filter(
      (reference) => resolveReference(document, reference) === undefined,
    );
    expect(broken).toEqual([]);
  });

  test('holds only schemas that a 2020-12 validator compiles, in their place in the document', () => {
    const ajv = new Ajv2020({ strict: false });
    addFormats.default(ajv);
    ajv.addSchema({ $id: 'doc:/openapi', ...document });
    const places = schemasIn(document).map(([place]) => place);
    expect(places.length).toBeGreaterThan(15);
    for (const place of places)
      expect([place, typeof ajv.compile({ $ref: `doc:/openapi${place}` })]).toEqual([place, 'function']);
  });

  test('checks a recursive body all the way down', () => {
    const ajv = new Ajv2020({ strict: false });
    ajv.addSchema({ $id: 'doc:/openapi', ...document });
    const [place] = schemasIn(document).find(([at]) => at.includes('put') && at.includes('requestBody'))!;
    const validate = ajv.compile({ $ref: `doc:/openapi${place}` });
    expect(validate({ name: 'a', children: [{ name: 'b', children: [] }] })).toBe(true);
    expect(validate({ name: 'a', children: [{ name: 1, children: [] }] })).toBe(false);
  });

  test('declares the parameters that stand in each path', () => {
    for (const [path, methods] of Object.entries(paths)) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      for (const operation of Object.values(methods)) {
        const declared = operation['parameters']
          .filter((each: Parameter) => each.in === 'path')
          .map((each: Parameter) => each.name);
        expect(declared).toEqual(inPath);
      }
    }
  });

  test('tells the permission, the problems and the headers of a route', () => {
    const get = paths['/api/shop/v1/shops/{shopId}']!['get']!;
    expect(get['x-permission']).toBe('shop:read');
    expect(get['x-summary-zh']).toBe('摘要');
    expect(get['description']).toContain('See shops.');
    expect(get['responses']['200'].headers).toHaveProperty('ETag');
    const codes =
      get['responses'].default.content['application/problem+json'].schema.allOf[1].properties.code.enum;
    expect(codes).toEqual(expect.arrayContaining(['SHOP_NOT_FOUND', 'UNAUTHENTICATED', 'FORBIDDEN']));
    expect(get['responses']['429']).toEqual({ $ref: '#/components/responses/Problem429' });
    const put = paths['/api/shop/v1/shops/{shopId}/floor']!['put']!;
    expect(put['parameters']).toContainEqual({ $ref: '#/components/parameters/IfMatch' });
    expect(put['parameters']).toContainEqual({ $ref: '#/components/parameters/IdempotencyKey' });
    expect(Object.keys(put['responses'])).toEqual(expect.arrayContaining(['412', '428', '413', '415']));
  });

  test('describes streams by the schema of a line, and long work by its job', () => {
    const bulk = paths['/api/shop/v1/shops/bulk']!['post']!;
    expect(bulk['requestBody'].content['application/x-ndjson']['x-itemSchema'].type).toBe('object');
    const rows = paths['/api/shop/v1/shops/rows']!['get']!;
    expect(rows['responses']['200'].content['application/x-ndjson']['x-itemSchema'].type).toBe('object');
    const upload = paths['/api/shop/v1/shops/upload']!['post']!;
    expect(Object.keys(upload['requestBody'].content)).toEqual(['text/csv']);
    expect(upload['responses']['202'].headers).toHaveProperty('Location');
  });
});
