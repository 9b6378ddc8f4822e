/** Something that the person who starts the centre must change; one sentence, exit code 2. */
export class StartRefused extends Error {}
