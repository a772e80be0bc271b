/** How the recording pack and its readers name the file between them. */

/** Names a file; one line of JSON is added, a list of opinions, each time that the engine asks the pack about a stack. */
export const RECORD_VARIABLE = "LIBRECHAT_DIFFERENTIAL_RECORD";
