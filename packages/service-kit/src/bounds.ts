/** The most errors that are told of one wrong request; further ones are not even looked for. */
export const MAX_REQUEST_ERRORS = 10;

/** The longest message of an error, in UTF-16 code units. */
export const MAX_MESSAGE_LENGTH = 500;

const HALF = (MAX_MESSAGE_LENGTH - 3) / 2;

/** The message, its middle left out where it is longer than `MAX_MESSAGE_LENGTH`: it may quote a whole request. */
export const boundedMessage = (message: string): string =>
  message.length <= MAX_MESSAGE_LENGTH
    ? message
    : `${message.slice(0, Math.ceil(HALF))} … ${message.slice(-Math.floor(HALF))}`;
