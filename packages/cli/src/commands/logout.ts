import type { Command } from 'commander';
import type { IssuerOptions } from '../deployment/locate-issuer.js';

/** `quyu logout` */
export function addLogout(program: Command): void {
  program
    .command('logout')
    .summary('forget a login 退出登录')
    .description('Ends the login at the issuer and forgets it on this machine.')
    .option('--issuer <url>', 'the issuer (default: that of the platform that runs from the state folder)')
    .option('--state <folder>', 'state folder of the local platform (default: .quyu beside quyu.config.ts)')
    .action(async (options: IssuerOptions) => (await import('../identity/keep-login.js')).logOut(options));
}
