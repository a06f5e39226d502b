/**
 * Account types with their class and sub-types, the default first: what QuickBooks assumes when only the
 * type is given. From the Account page of the documentation, as several public integrations carry it;
 * spelled as in the schema.
 */

interface AccountType {
  readonly classification: "Asset" | "Equity" | "Expense" | "Liability" | "Revenue";
  readonly subTypes: readonly string[];
}

const words = (text: string): string[] => text.trim().split(/\s+/);

const ACCOUNT_TYPES: Readonly<Record<string, AccountType>> = {
  Bank: {
    classification: "Asset",
    subTypes: words(`CashOnHand Checking MoneyMarket RentsHeldInTrust Savings TrustAccounts
      CashAndCashEquivalents OtherEarmarkedBankAccounts`),
  },
  "Accounts Receivable": { classification: "Asset", subTypes: ["AccountsReceivable"] },
  "Other Current Asset": {
    classification: "Asset",
    subTypes: words(`EmployeeCashAdvances AllowanceForBadDebts DevelopmentCosts OtherCurrentAssets
      Inventory Investment_MortgageRealEstateLoans Investment_Other Investment_TaxExemptSecurities
      Investment_USGovernmentObligations LoansToOfficers LoansToOthers LoansToStockholders
      PrepaidExpenses Retainage UndepositedFunds AssetsAvailableForSale BalWithGovtAuthorities
      CalledUpShareCapitalNotPaid ExpenditureAuthorisationsAndLettersOfCredit GlobalTaxDeferred
      GlobalTaxRefund InternalTransfers OtherConsumables OtherDebtors ProvisionsCurrentAssets
      ShortTermInvestmentsInRelatedParties ShortTermLoansAndAdvancesToRelatedParties
      TradeAndOtherReceivables WithholdingAssetAmount`),
  },
  "Fixed Asset": {
    classification: "Asset",
    subTypes: words(`FurnitureAndFixtures AccumulatedDepletion AccumulatedDepreciation
      DepletableAssets FixedAssetComputers FixedAssetCopiers FixedAssetFurniture FixedAssetPhone
      FixedAssetPhotoVideo FixedAssetSoftware FixedAssetOtherToolsEquipment Land
      LeaseholdImprovements OtherFixedAssets AccumulatedAmortization Buildings IntangibleAssets
      MachineryAndEquipment Vehicles AssetsInCourseOfConstruction CapitalWip
      CumulativeDepreciationOnIntangibleAssets IntangibleAssetsUnderDevelopment LandAsset
      NonCurrentAssets ParticipatingInterests ProvisionsFixedAssets`),
  },
  "Other Asset": {
    classification: "Asset",
    subTypes: words(`Licenses LeaseBuyout OtherLongTermAssets SecurityDeposits
      AccumulatedAmortizationOfOtherAssets Goodwill OrganizationalCosts AssetsHeldForSale
      AvailableForSaleFinancialAssets DeferredTax IntangibleAssetsOther Investments
      LongTermInvestments LongTermLoansAndAdvancesToRelatedParties OtherIntangibleAssets
      OtherLongTermInvestments OtherLongTermLoansAndAdvances PrepaymentsAndAccruedIncome
      ProvisionsNonCurrentAssets`),
  },
  "Accounts Payable": {
    classification: "Liability",
    subTypes: words(`AccountsPayable OutstandingDuesMicroSmallEnterprise
      OutstandingDuesOtherThanMicroSmallEnterprise`),
  },
  "Credit Card": { classification: "Liability", subTypes: ["CreditCard"] },
  "Other Current Liability": {
    classification: "Liability",
    subTypes: words(`OtherCurrentLiabilities DirectDepositPayable LineOfCredit LoanPayable
      GlobalTaxPayable GlobalTaxSuspense PayrollClearing PayrollTaxPayable PrepaidExpensesPayable
      RentsInTrustLiability TrustAccountsLiabilities FederalIncomeTaxPayable InsurancePayable
      SalesTaxPayable StateLocalIncomeTaxPayable AccruedLiabilities CurrentLiabilities
      CurrentPortionEmployeeBenefitsObligations CurrentPortionOfObligationsUnderFinanceLeases
      CurrentTaxLiability DeferredRevenue DividendsPayable DutiesAndTaxes Gratuity IncomeTaxPayable
      InterestPayables ProvisionForWarrantyObligations ProvisionsCurrentLiabilities
      ShortTermBorrowings SocialSecurityAgencies StaffAndRelatedLiabilityAccounts
      SundryDebtorsAndCreditors TradeAndOtherPayables WithholdingLiabilityAmount
      WithholdingTaxSuspense`),
  },
  "Long Term Liability": {
    classification: "Liability",
    subTypes: words(`NotesPayable OtherLongTermLiabilities ShareholderNotesPayable
      AccrualsAndDeferredIncome AccruedLongLermLiabilities AccruedVacationPayable BankLoans
      DebtsRelatedToParticipatingInterests DeferredTaxLiabilities
      GovernmentAndOtherPublicAuthorities GroupAndAssociates LiabilitiesRelatedToAssetsHeldForSale
      LongTermBorrowings LongTermDebit LongTermEmployeeBenefitObligations
      ObligationsUnderFinanceLeases OtherLongTermProvisions ProvisionForLiabilities
      ProvisionsNonCurrentLiabilities StaffAndRelatedLongTermLiabilityAccounts`),
  },
  Equity: {
    classification: "Equity",
    subTypes: words(`OpeningBalanceEquity PartnersEquity RetainedEarnings AccumulatedAdjustment
      OwnersEquity PaidInCapitalOrSurplus PartnerContributions PartnerDistributions PreferredStock
      CommonStock TreasuryStock EstimatedTaxes Healthcare HealthSavingsAccountContributions
      PersonalIncome PersonalExpense AccumulatedOtherComprehensiveIncome CalledUpShareCapital
      CapitalReserves DividendDisbursed EquityInEarningsOfSubsiduaries InvestmentGrants
      MoneyReceivedAgainstShareWarrants OtherFreeReserves ShareApplicationMoneyPendingAllotment
      ShareCapital Funds`),
  },
  Income: {
    classification: "Revenue",
    subTypes: words(`SalesOfProductIncome NonProfitIncome OtherPrimaryIncome ServiceFeeIncome
      DiscountsRefundsGiven UnappliedCashPaymentIncome CashReceiptIncome OperatingGrants
      OtherCurrentOperatingIncome OwnWorkCapitalized RevenueGeneral SalesRetail SalesWholesale
      SavingsByTaxScheme PremiumsReceived RentARoomReliefRentsReceived`),
  },
  "Other Income": {
    classification: "Revenue",
    subTypes: words(`OtherMiscellaneousIncome DividendIncome InterestEarned OtherInvestmentIncome
      TaxExemptInterest GainLossOnSaleOfFixedAssets GainLossOnSaleOfInvestments
      LossOnDisposalOfAssets OtherOperatingIncome UnrealisedLossOnSecuritiesNetOfTax`),
  },
  "Cost of Goods Sold": {
    classification: "Expense",
    subTypes: words(`SuppliesMaterialsCogs EquipmentRentalCos OtherCostsOfServiceCos
      ShippingFreightDeliveryCos CostOfLaborCos CostOfSales FreightAndDeliveryCos`),
  },
  Expense: {
    classification: "Expense",
    subTypes: words(`Travel AdvertisingPromotional BadDebts BankCharges CharitableContributions
      CommissionsAndFees Communications Entertainment EntertainmentMeals EquipmentRental FinanceCosts
      FinanceCostsRestricted ForeignTaxesIncurred GlobalTaxExpense Insurance InterestPaid
      LegalProfessionalFees OfficeGeneralAdministrativeExpenses OtherBusinessExpenses
      OtherMiscellaneousServiceCost PromotionalMeals RentOrLeaseOfBuildings RepairMaintenance
      ShippingFreightDelivery SuppliesMaterials TravelMeals Utilities Auto CostOfLabor
      DuesSubscriptions PayrollExpenses PayrollTaxExpenses PayrollWageExpenses PremiumsPaid TaxesPaid
      UnappliedCashBillPaymentExpense AmortizationExpense AppropriationsToDepreciation BorrowingCost
      CashExpenditureExpense DistributionCosts ExternalServices ExtraordinaryCharges IncomeTaxExpense
      LossOnDiscontinuedOperationsNetOfTax ManagementCompensation OtherCurrentOperatingCharges
      OtherExternalServices OtherRentalCosts OtherSellingExpenses ProjectStudiesSurveysAssessments
      PurchasesRebates ShippingAndDeliveryExpense StaffCosts Sundry
      TravelExpensesGeneralAndAdminExpenses TravelExpensesSellingExpense`),
  },
  "Other Expense": {
    classification: "Expense",
    subTypes: words(`Depreciation ExchangeGainOrLoss OtherMiscellaneousExpense PenaltiesSettlements
      Amortization GasAndFuel HomeOffice HomeownerRentalInsurance OtherHomeOfficeExpenses
      MortgageInterestHomeOffice PropertyTaxHomeOffice RentAndLeaseHomeOffice
      RepairsAndMaintainceHomeOffice ParkingAndTolls Vehicle VehicleInsurance VehicleLease
      VehicleLoanInterest VehicleLoan VehicleRegistration VehicleRepairs OtherVehicleExpenses
      UtilitiesHomeOffice WashAndRoadServices DeferredTaxExpense Depletion ExceptionalItems
      ExtraordinaryItems IncomeTaxOtherExpense MatCredit PriorPeriodItems TaxRoundoffGainOrLoss`),
  },
};

const TYPE_OF_SUB_TYPE: ReadonlyMap<string, string> = new Map(
  Object.entries(ACCOUNT_TYPES).flatMap(([type, { subTypes }]) =>
    subTypes.map((subType) => [subType, type] as const),
  ),
);

/** Undefined for a sub-type that is in no list. */
export function accountTypeOf(subType: string): string | undefined {
  return TYPE_OF_SUB_TYPE.get(subType);
}

/** What QuickBooks takes when only the type is given. Undefined for an unknown type. */
export function defaultSubType(type: string): string | undefined {
  return ACCOUNT_TYPES[type]?.subTypes[0];
}

/** The class a type belongs to. */
export function classificationOf(type: string): string | undefined {
  return ACCOUNT_TYPES[type]?.classification;
}
