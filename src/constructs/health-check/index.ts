export { HealthCheck } from './health-check';
export type { AudioServerCheckProps, HealthCheckProps, HttpCheckProps, TcpCheckProps } from './health-check-props';
