// What the journeys and other programs of the workspace use of the tools.
export { startPostgres, type Postgres, type PostgresOptions } from './postgres/start';
export { freePort, freePortRange, portAnswers } from './processes/ports';
