import { describe, expect, it } from 'vitest';
import { findPerson, roleOf } from './person.js';
import { SAMPLE_PEOPLE } from './sample-people.js';

describe('the sample people', () => {
  it('hold each role once', () => {
    expect(SAMPLE_PEOPLE.map(roleOf).toSorted()).toEqual([
      'auditor',
      'city-lead',
      'finance',
      'marketing',
      'operator',
      'partner-admin',
      'partner-user',
      'project-manager',
      'region-lead',
      'salesperson',
    ]);
  });

  it('are found by id and by role', () => {
    for (const person of SAMPLE_PEOPLE) {
      expect(findPerson(SAMPLE_PEOPLE, person.id)).toBe(person);
      expect(findPerson(SAMPLE_PEOPLE, roleOf(person))).toBe(person);
    }
    expect(findPerson(SAMPLE_PEOPLE, 'mallory')).toBeUndefined();
  });
});
