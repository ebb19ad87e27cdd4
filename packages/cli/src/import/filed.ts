/** Something that stands in a file, and the line it stands on. */
export interface Filed<T> {
  readonly line: number;
  readonly body: T;
}
