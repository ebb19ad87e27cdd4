import { amount, date, integer, optional, share, text } from '../csv/columns.js';
import type { CsvLayout } from '../csv/layout.js';

/**
 * The files of a dataset in the layout of AdventureWorks: what the platform takes of them, and which columns may be
 * there besides. Files that are not listed here are left alone.
 */
export const territoriesLayout = {
  file: 'territories.csv',
  columns: {
    key: text('SalesTerritoryKey'),
    region: text('Region'),
    country: text('Country'),
    group: text('Group'),
  },
  ignored: [],
} satisfies CsvLayout;

export const geographyLayout = {
  file: 'geography.csv',
  columns: {
    key: text('GeographyKey'),
    city: text('City'),
    province: text('StateProvinceCode'),
    country: text('CountryRegionCode'),
    postalCode: optional(text('PostalCode')),
    territoryKey: text('SalesTerritoryKey'),
  },
  ignored: ['StateProvinceName', 'CountryRegionName'],
} satisfies CsvLayout;

export const resellersLayout = {
  file: 'resellers.csv',
  columns: {
    key: text('ResellerKey'),
    geographyKey: text('GeographyKey'),
    code: text('ResellerCode'),
    phone: optional(text('Phone')),
    businessType: text('BusinessType'),
    name: text('ResellerName'),
    employees: integer('NumberEmployees'),
    street: optional(text('AddressLine1')),
    streetMore: optional(text('AddressLine2')),
    annualSales: amount('AnnualSales'),
    openedYear: integer('YearOpened'),
  },
  ignored: [
    'OrderFrequency',
    'OrderMonth',
    'FirstOrderYear',
    'LastOrderYear',
    'ProductLine',
    'BankName',
    'MinPaymentType',
    'MinPaymentAmount',
    'AnnualRevenue',
  ],
} satisfies CsvLayout;

export const productsLayout = {
  file: 'products.csv',
  columns: {
    key: text('ProductKey'),
    name: text('Product'),
    group: text('Subcategory'),
    category: text('Category'),
  },
  ignored: ['StandardCost', 'Color'],
} satisfies CsvLayout;

export const salespeopleLayout = {
  file: 'salespeople.csv',
  columns: {
    key: text('EmployeeKey'),
    managerKey: optional(text('ParentEmployeeKey')),
    firstName: text('FirstName'),
    lastName: text('LastName'),
    title: text('Title'),
    hiredOn: optional(date('HireDate')),
    territoryKey: optional(text('SalesTerritoryKey')),
  },
  ignored: [],
} satisfies CsvLayout;

/** Read by the incentive service itself, which keeps every bad line: here only its header is looked at. */
export const salesLayout = {
  file: 'reseller-sales.csv',
  columns: {
    order: text('SalesOrderNumber'),
    date: text('OrderDate'),
    product: text('ProductKey'),
    partner: text('ResellerKey'),
    salesperson: text('EmployeeKey'),
    quantity: text('OrderQuantity'),
    amount: text('SalesAmount'),
  },
  ignored: ['SalesTerritoryKey', 'UnitPrice', 'TotalProductCost'],
} satisfies CsvLayout;

export const quotasLayout = {
  file: 'sales-quotas.csv',
  columns: {
    salespersonKey: text('EmployeeKey'),
    year: integer('Year'),
    quarter: integer('Quarter'),
    amount: amount('SalesAmountQuota'),
  },
  ignored: [],
} satisfies CsvLayout;

export const promotionsLayout = {
  file: 'promotions.csv',
  columns: {
    key: text('PromotionKey'),
    name: text('Name'),
    discountBp: share('DiscountPct'),
    kind: text('Type'),
    audience: text('Category'),
    startDate: date('StartDate'),
    endDate: date('EndDate'),
    minQuantity: integer('MinQty'),
    maxQuantity: optional(integer('MaxQty')),
  },
  ignored: [],
} satisfies CsvLayout;

export const surveyLayout = {
  file: 'survey-responses.csv',
  columns: {
    key: text('SurveyResponseKey'),
    customerKey: text('CustomerKey'),
    category: text('Category'),
    group: text('Subcategory'),
    observedOn: date('Date'),
  },
  ignored: ['DateKey', 'ProductCategoryKey', 'ProductSubcategoryKey'],
} satisfies CsvLayout;

export const LAYOUTS: readonly CsvLayout[] = [
  territoriesLayout,
  geographyLayout,
  resellersLayout,
  productsLayout,
  salespeopleLayout,
  salesLayout,
  quotasLayout,
  promotionsLayout,
  surveyLayout,
];
