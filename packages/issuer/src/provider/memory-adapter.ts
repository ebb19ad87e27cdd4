import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';

interface Entry {
  readonly payload: AdapterPayload;
  readonly untilMs: number;
}

/** How many things of one kind are kept at most; the oldest go first. */
const MOST = 5000;

/** Keeps sessions, codes and refresh tokens in memory: they end with the process. */
export function createMemoryAdapter(nowMs: () => number): AdapterFactory {
  const kinds: MemoryAdapter[] = [];
  return () => {
    const kind = new MemoryAdapter(nowMs);
    kinds.push(kind);
    return kind;
  };
}

class MemoryAdapter implements Adapter {
  readonly #entries = new Map<string, Entry>();
  readonly #nowMs: () => number;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  async upsert(id: string, payload: AdapterPayload, expiresIn?: number): Promise<void> {
    this.#entries.delete(id);
    const untilMs = expiresIn === undefined ? Infinity : this.#nowMs() + expiresIn * 1000;
    this.#entries.set(id, { payload, untilMs });
    if (this.#entries.size > MOST) this.#forget();
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    const entry = this.#entries.get(id);
    return entry && entry.untilMs > this.#nowMs() ? entry.payload : undefined;
  }

  findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return this.#findWhere((payload) => payload.uid === uid);
  }

  findByUserCode(userCode: string): Promise<AdapterPayload | undefined> {
    return this.#findWhere((payload) => payload.userCode === userCode);
  }

  async consume(id: string): Promise<void> {
    const entry = this.#entries.get(id);
    if (!entry) return;
    const consumed = Math.floor(this.#nowMs() / 1000);
    this.#entries.set(id, { ...entry, payload: { ...entry.payload, consumed } });
  }

  async destroy(id: string): Promise<void> {
    this.#entries.delete(id);
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    for (const [id, { payload }] of this.#entries) if (payload.grantId === grantId) this.#entries.delete(id);
  }

  async #findWhere(test: (payload: AdapterPayload) => boolean): Promise<AdapterPayload | undefined> {
    const found = [...this.#entries.entries()].find(([, { payload }]) => test(payload));
    return found && this.find(found[0]);
  }

  /** What has expired goes; if that is too little, the oldest. */
  #forget(): void {
    const now = this.#nowMs();
    for (const [id, { untilMs }] of this.#entries) if (untilMs <= now) this.#entries.delete(id);
    for (const id of this.#entries.keys()) {
      if (this.#entries.size <= MOST) return;
      this.#entries.delete(id);
    }
  }
}
