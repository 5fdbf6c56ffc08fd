/** The most errors reported for one wrong request; the search stops there. */
export const MAX_REQUEST_ERRORS = 10;

/** The longest message of an error, in UTF-16 code units. */
export const MAX_MESSAGE_LENGTH = 500;

const HALF = (MAX_MESSAGE_LENGTH - 3) / 2;

/** The message, without its middle if it is longer than `MAX_MESSAGE_LENGTH`, because it may quote a whole request. */
export const boundedMessage = (message: string): string =>
  message.length <= MAX_MESSAGE_LENGTH
    ? message
    : `${message.slice(0, Math.ceil(HALF))} … ${message.slice(-Math.floor(HALF))}`;
