import { salesLayout } from './layouts.js';

const { columns, ignored } = salesLayout;

/** What the incentive service needs to know of the file's columns: their names by ours, and those to leave alone. */
export const SALES_COLUMNS = {
  order: columns.order.name,
  date: columns.date.name,
  product: columns.product.name,
  partner: columns.partner.name,
  salesperson: columns.salesperson.name,
  quantity: columns.quantity.name,
  amount: columns.amount.name,
  ignore: ignored,
};
