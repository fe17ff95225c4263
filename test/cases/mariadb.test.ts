import { casesOn } from './suite.ts';

casesOn('mariadb');
