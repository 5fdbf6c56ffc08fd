import { sagaServiceConfig, sagaVariables, type SagaServiceConfig } from '@counterstep/saga-service';
import { portOf, sagaSubgraph, services, type SubgraphName } from '@counterstep/schema';
import {
  commonVariables,
  flagVariable,
  millisecondsVariable,
  portVariable,
  readVariables,
  serviceConfig,
  urlVariable,
} from '@counterstep/service-kit';

type Participant = Exclude<(typeof services)[number], { readonly name: typeof sagaSubgraph }>;

const participants = services.filter((each): each is Participant => each.name !== sagaSubgraph);

/** The variables for the other subgraphs' addresses. */
const urlVariables = Object.fromEntries(
  participants.map(({ name, port, urlVariable: variable }) => [
    variable,
    urlVariable(`http://127.0.0.1:${port}`, `Where ${name} answers, without \`/graphql\`.`),
  ]),
) as Record<Participant['urlVariable'], ReturnType<typeof urlVariable>>;

/** The variables for orders. */
const orderVariables = {
  REQUIRE_VERIFIED_EMAIL: flagVariable(
    false,
    'Whether orders are placed only by customers whose e-mail address is verified.',
  ),
  WAKE_SAGAS: flagVariable(
    true,
    'Whether an order whose payment waits goes on as soon as payments has news of it; without that it goes on when payments is asked again.',
  ),
  RESERVATION_CHECK_MS: millisecondsVariable(
    60_000,
    'How often the coordinator looks at what is held for orders: for a saga under way it is held for longer, for one that is over it is set free',
  ),
  PARCEL_REPORTS_INTERVAL_MS: millisecondsVariable(
    5_000,
    'How often shipping is asked for reports of carriers that no hint has told of',
  ),
};

export const variables = {
  ...commonVariables,
  PORT: portVariable(portOf('coordinator')),
  ...urlVariables,
  ...orderVariables,
  ...sagaVariables,
};

export interface CoordinatorConfig extends SagaServiceConfig {
  /** The base URLs of the subgraphs. */
  readonly urls: Readonly<Record<Exclude<SubgraphName, 'coordinator'>, string>>;
  /** Whether customers must have verified their e-mail address before they order. */
  readonly requireVerifiedEmail: boolean;
  /** Whether payments may wake sagas that wait for its news. */
  readonly wakeSagas: boolean;
  /** How often the keeper checks what is held for orders, in milliseconds. */
  readonly reservationCheckMs: number;
  /** How often shipping is asked for carriers' reports, in milliseconds. */
  readonly parcelReportsIntervalMs: number;
}

/** @throws {InvalidConfiguration} when a variable is invalid. */
export function readConfig(environment = process.env): CoordinatorConfig {
  const values = readVariables(variables, environment);
  return {
    ...sagaServiceConfig(values, serviceConfig(values)),
    requireVerifiedEmail: values.REQUIRE_VERIFIED_EMAIL,
    wakeSagas: values.WAKE_SAGAS,
    reservationCheckMs: values.RESERVATION_CHECK_MS,
    parcelReportsIntervalMs: values.PARCEL_REPORTS_INTERVAL_MS,
    urls: Object.fromEntries(
      participants.map(({ name, urlVariable: variable }) => [name, values[variable]]),
    ) as CoordinatorConfig['urls'],
  };
}
