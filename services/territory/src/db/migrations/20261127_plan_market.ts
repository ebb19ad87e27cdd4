import { defineMigration } from '@quyu/plugin-kit';
import { sql } from 'kysely';

const PROFILES = [
  sql`create table market_profile (
    profile_id uuid not null,
    version int not null check (version >= 1),
    territory_code text not null,
    valid_from date not null,
    valid_to date check (valid_to >= valid_from),
    capacity bigint not null check (capacity >= 0),
    currency text not null,
    growth_bp int not null,
    own_share_bp int,
    competitors jsonb not null,
    habits text[] not null,
    policy_notes text not null,
    recorded_by text not null,
    recorded_at timestamptz not null,
    replaced_at timestamptz,
    primary key (profile_id, version)
  )`,
  sql`create unique index market_profile_one_current on market_profile (profile_id) where replaced_at is null`,
  sql`create unique index market_profile_one_start on market_profile (territory_code, valid_from) where replaced_at is null`,
  sql`create table attractiveness_policy (
    code text not null,
    version int not null check (version >= 1),
    weights jsonb not null,
    set_at timestamptz not null,
    primary key (code, version)
  )`,
  sql`create table attractiveness_in_force (
    one boolean primary key default true check (one),
    code text,
    version int,
    foreign key (code, version) references attractiveness_policy
  )`,
  sql`insert into attractiveness_in_force default values`,
];

/** What events tell of partners. `quyu events republish` fills them for what happened before. */
const FACTS = [
  sql`create table partner_sales (
    partner_id uuid not null,
    quarter int not null,
    amount bigint not null,
    currency text not null,
    heard_at timestamptz not null,
    primary key (partner_id, quarter)
  )`,
  sql`create index on partner_sales (quarter)`,
  sql`create table partner_start (partner_id uuid primary key, enrolled_at timestamptz not null)`,
  sql`create table partner_score (
    partner_id uuid not null,
    year int not null,
    score numeric not null,
    primary key (partner_id, year)
  )`,
];

const OBJECTIVES = [
  sql`create table objective (
    objective_id uuid primary key,
    version int not null default 1,
    code text not null unique,
    name text not null,
    territory_code text not null,
    indicator text not null,
    owner_code text not null,
    starts_on date not null,
    tolerance_bp int not null check (tolerance_bp between 0 and 10000),
    stages jsonb not null
  )`,
  sql`create index on objective (territory_code)`,
];

/** A node comes before its target: whoever may see a part only is let to the target by the node. */
const TARGETS = [
  sql`create table target (
    target_id uuid primary key,
    version int not null default 1,
    code text not null unique,
    name text not null,
    model_id uuid not null references model,
    period text not null,
    currency text not null
  )`,
  sql`create table target_node (
    node_id uuid primary key,
    target_id uuid not null references target deferrable initially deferred,
    version int not null default 1,
    territory_code text not null,
    territory_name text not null,
    parent_code text,
    path text[] not null,
    amount bigint not null check (amount >= 0),
    status text not null default 'draft' check (status in ('draft', 'issued', 'accepted', 'objected')),
    method text,
    share_bp int,
    weight numeric,
    round int not null default 0,
    issued_amount bigint,
    issued_by text,
    unique (target_id, territory_code),
    check ((round = 0) = (issued_amount is null))
  )`,
  sql`create index on target_node using gin (path)`,
  sql`create table target_round (
    node_id uuid not null references target_node on delete cascade,
    round int not null check (round >= 1),
    amount bigint not null,
    issued_by text not null,
    issued_at timestamptz not null,
    decision text check (decision in ('accepted', 'objected')),
    reason text,
    decided_by text,
    decided_at timestamptz,
    primary key (node_id, round)
  )`,
];

export const planMarket = defineMigration(...PROFILES, ...FACTS, ...OBJECTIVES, ...TARGETS);
