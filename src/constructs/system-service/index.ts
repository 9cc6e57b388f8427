export { CpuScheduling, Restart, ServiceType, type SystemServiceProps } from './props';
export { HomeAccess, type ServiceSandbox } from './sandbox';
export { SystemService } from './system-service';
