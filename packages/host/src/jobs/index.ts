export { type JobSettings, type JobsOptions, type RunningJobs, startJobs } from './start-jobs.js';
