/** How the bundled sales file names our columns. */
export const RESELLER_SALES = {
  source: 'adventureworks',
  file: 'reseller-sales.csv',
  currency: 'USD',
  order: 'SalesOrderNumber',
  date: 'OrderDate',
  product: 'ProductKey',
  partner: 'ResellerKey',
  salesperson: 'EmployeeKey',
  quantity: 'OrderQuantity',
  amount: 'SalesAmount',
  ignore: ['SalesTerritoryKey', 'UnitPrice', 'TotalProductCost'],
};
