/** Something that the user has to mend. Its message is all that is shown. */
export class Failure extends Error {}
