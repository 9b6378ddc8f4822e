/** What was asked lies, in part or as a whole, in a time whose readings retention has removed. The message names what is left. */
export class HistoryExpired extends Error {}
