import { createPartner } from './20261123_create_partner.js';

export const migrations = { '20261123_create_partner': createPartner };
