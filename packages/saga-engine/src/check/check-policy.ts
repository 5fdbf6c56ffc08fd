import type { PolicyOverrides, RetryPolicy } from '../core/policies.ts';

type Report = (reason: string) => void;

/** Whether a number is a whole number from 1 on, as versions, counts and durations in ms are. */
export const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 1;

const checkNumbers = (numbers: Readonly<Record<string, number | undefined>>, report: Report): void => {
  for (const [name, value] of Object.entries(numbers))
    if (value !== undefined && !isCount(value))
      report(`policy.${name} is ${value}, and must be a whole number from 1 on`);
};

const checkRetry = (name: string, retry: Partial<RetryPolicy>, report: Report): void => {
  const { baseMs, capMs, windowMs, attempts } = retry;
  const named = Object.entries({ baseMs, capMs, windowMs, attempts });
  checkNumbers(Object.fromEntries(named.map(([key, value]) => [`${name}.${key}`, value])), report);
};

/** Reports every number of a step's policy that is not a whole number from 1 on. */
export const checkPolicy = (policy: PolicyOverrides = {}, report: Report): void => {
  const { attemptTimeoutMs, probeIntervalMs, retry = {}, persistentRetry = {} } = policy;
  checkNumbers({ attemptTimeoutMs, probeIntervalMs }, report);
  checkRetry('retry', retry, report);
  checkRetry('persistentRetry', persistentRetry, report);
};
