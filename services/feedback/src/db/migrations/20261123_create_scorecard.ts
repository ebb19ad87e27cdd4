import { defineMigration } from '@quyu/plugin-kit';
import { sql } from 'kysely';

const SCORECARD = sql`create table scorecard (
  code text not null,
  version int not null,
  terms jsonb not null,
  set_at timestamptz not null,
  primary key (code, version)
)`;

const SCORES = [
  sql`create table evaluation (
    scorecard_code text not null,
    year int not null,
    generation int not null,
    primary key (scorecard_code, year)
  )`,
  sql`create table score (
    scorecard_code text not null,
    year int not null,
    partner_id uuid not null,
    partner_code text not null,
    scorecard_version int not null,
    score numeric(7, 4) not null check (score between 0 and 100),
    grade text not null,
    position int not null,
    parts jsonb not null,
    primary key (scorecard_code, year, partner_id),
    foreign key (scorecard_code, scorecard_version) references scorecard
  )`,
  sql`create index on score (scorecard_code, year, position, partner_id)`,
  sql`create table recommendation (
    scorecard_code text not null,
    year int not null,
    partner_id uuid not null,
    kind text not null,
    partner_code text not null,
    grade text not null,
    reason text not null,
    primary key (scorecard_code, year, partner_id, kind)
  )`,
  sql`create index on recommendation (scorecard_code, year, partner_code, partner_id, kind)`,
];

export const createScorecard = defineMigration(SCORECARD, ...SCORES);
