/** What stands against loading the page anew, each asked when it is wanted. True: something would be lost or cut off. */
export const reloadHolds = new Set<() => boolean>();
