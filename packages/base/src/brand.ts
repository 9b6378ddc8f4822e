declare const brandName: unique symbol;

/** A `T` that was checked to be a `Name`: an `EntityId` cannot be passed where an `IncidentId` is wanted. Costs nothing at run time. */
export type Brand<T, Name extends string> = T & { readonly [brandName]: Name };
