/** @type {import('allure').AllureConfig} */
export default {
  name: 'Netra Apex golden path',
  plugins: {
    awesome: { options: { reportLanguage: 'en', groupBy: ['parentSuite', 'suite', 'subSuite'], stepTreeExpansion: 'expanded' } },
  },
};
