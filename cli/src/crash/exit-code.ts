/** The app's exit code when the crash reporter has told what happened, so that the command line need not say it again. */
export const REPORTED = 86;
