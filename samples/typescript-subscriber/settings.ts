import { partnerEnrolled, partnerScreened, reviewDecided } from '@quyu/partner-contracts';

/** `npm start` prints the address of its NATS server. */
export const natsUrl = process.env['QUYU_NATS_URL'] ?? 'nats://127.0.0.1:4222';

/** First token of every subject: `quyu`, unless a deployment shares its NATS with another. */
export const root = process.env['QUYU_BUS_ROOT'] ?? 'quyu';

/** Under this name the broker remembers how far we are. */
export const durable = 'typescript-sample';

/** What we want to hear. */
export const contracts = [partnerEnrolled, partnerScreened, reviewDecided] as const;
