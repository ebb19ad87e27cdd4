export { type Docker, openDocker } from './engine/docker.js';
export { IMAGES } from './images/names.js';
export { type Balancer, startBalancer } from './world/balancer.js';
export { type Container } from './world/container.js';
export { SERVICES, type World, startWorld } from './world/start-world.js';
