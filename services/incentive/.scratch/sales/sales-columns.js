/** What a sales line says. */
export const SALES_FIELDS = [
    'order',
    'date',
    'product',
    'partner',
    'salesperson',
    'quantity',
    'amount',
];
/** Finds the fields in a header: each must be there once, and nothing else that is not to be ignored. */
export function layColumns(header, names) {
    const wanted = SALES_FIELDS.map((field) => ({ field, name: names[field] ?? field }));
    const faults = [
        ...sharedNames(wanted),
        ...repeatedColumns(header),
        ...unknownColumns(header, [...wanted.map(({ name }) => name), ...(names.ignore ?? [])]),
        ...missingColumns(header, wanted),
    ];
    if (faults.length > 0)
        return { ok: false, faults };
    const fields = wanted.map(({ field, name }) => ({ field, place: header.indexOf(name) }));
    const placeOf = Object.fromEntries(fields.map(({ field, place }) => [field, place]));
    return {
        ok: true,
        layout: { columns: header, placeOf, fields: fields.toSorted((a, b) => a.place - b.place) },
    };
}
function sharedNames(wanted) {
    return wanted
        .filter(({ name }, index) => wanted.findIndex((other) => other.name === name) < index)
        .map(({ field, name }) => ({
        pointer: `/query/${field}`,
        code: 'column_named_twice',
        message: `the column "${name}" cannot be two things at once`,
    }));
}
function repeatedColumns(header) {
    return header.flatMap((column, place) => header.indexOf(column) < place
        ? [columnFault(place, 'repeated_column', `the column "${column}" is there twice`)]
        : []);
}
function unknownColumns(header, known) {
    const message = (column) => `the column "${column}" is not known; expected ${known.map((name) => `"${name}"`).join(', ')}`;
    return header.flatMap((column, place) => known.includes(column) ? [] : [columnFault(place, 'unknown_column', message(column))]);
}
function missingColumns(header, wanted) {
    return wanted
        .filter(({ name }) => !header.includes(name))
        .map(({ field, name }) => ({
        pointer: '/body/1',
        code: 'missing_column',
        message: `the column "${name}" (${field}) is missing; the file has ${header.map((each) => `"${each}"`).join(', ')}`,
    }));
}
function columnFault(place, code, message) {
    return { pointer: `/body/1/${place}`, code, message };
}
//# sourceMappingURL=sales-columns.js.map