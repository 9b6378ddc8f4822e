/** `T` with every optional field absent instead of `undefined`. */
export type Defined<T> = T extends readonly (infer E)[]
  ? readonly Defined<E>[]
  : T extends object
    ? { readonly [K in keyof T]: Defined<Exclude<T[K], undefined>> }
    : T;

/**
 * The same plain value, seen without `undefined`: a parsed file never holds one (an absent key is absent), but the types of its
 * schema cannot say so.
 */
export function withoutUndefined<T>(value: T): Defined<T> {
  return value as Defined<T>;
}
