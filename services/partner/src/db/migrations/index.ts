import { createPartner } from './20261123_create_partner.js';
import { placePartner } from './20261126_place_partner.js';

export const migrations = {
  '20261123_create_partner': createPartner,
  '20261126_place_partner': placePartner,
};
