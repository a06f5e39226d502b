// Generated from the published schema by `node scripts/generate-entities.ts`. Do not edit.

import type { Json } from "@accord-sync/core/json/lossless-json.ts";
import type { DateText, DateTimeText, DecimalText, IntegerText } from "../entities/scalars.ts";

export type AccountClassificationEnum =
  | "Asset"
  | "Equity"
  | "Expense"
  | "Liability"
  | "Revenue";
export type AccountTypeEnum =
  | "Bank"
  | "Accounts Receivable"
  | "Other Current Asset"
  | "Fixed Asset"
  | "Other Asset"
  | "Accounts Payable"
  | "Credit Card"
  | "Other Current Liability"
  | "Long Term Liability"
  | "Equity"
  | "Income"
  | "Cost of Goods Sold"
  | "Expense"
  | "Other Income"
  | "Other Expense"
  | "Non-Posting";
export type AcquiredAsEnum =
  | "New"
  | "Used";
export type AgencyPaymentMethodEnum =
  | "ACH_CREDIT"
  | "ACH_DEBIT"
  | "CHECK"
  | "WIRE"
  | "OTHER";
export type AgencyVerificationStatus =
  | "MATCHED"
  | "UNMATCHED"
  | "PENDING"
  | "FAILED";
export type BillPaymentTypeEnum =
  | "Check"
  | "CreditCard";
export type BillableStatusEnum =
  | "Billable"
  | "NotBillable"
  | "HasBeenBilled";
export type BudgetEntryTypeEnum =
  | "Yearly"
  | "Quarterly"
  | "Monthly";
export type BudgetTypeEnum =
  | "ProfitAndLoss"
  | "BalanceSheet";
export type CCAVSMatchEnum =
  | "Fail"
  | "NotAvailable"
  | "Pass";
export type CCPaymentStatusEnum =
  | "Completed"
  | "Voided"
  | "Unknown";
export type CCSecurityCodeMatchEnum =
  | "Fail"
  | "NotAvailable"
  | "Pass";
export type CCTxnModeEnum =
  | "CardNotPresent"
  | "CardPresent";
export type CCTxnTypeEnum =
  | "Authorization"
  | "Capture"
  | "Charge"
  | "Refund"
  | "VoiceAuthorization";
export type ContactTypeEnum =
  | "TelephoneNumber"
  | "EmailAddress"
  | "WebSiteAddress"
  | "GenericContactType";
export type ConvenienceFeeTypeEnum =
  | "MANUAL"
  | "AUTO"
  | "PAID"
  | "DISABLED";
export type CustomFieldTypeEnum =
  | "StringType"
  | "BooleanType"
  | "NumberType"
  | "DateType";
export type DeliveryErrorTypeEnum =
  | "Missing Info"
  | "Undeliverable"
  | "Delivery Server Down"
  | "Bounced Email";
export type DeliveryTypeEnum =
  | "Email"
  | "Tradeshift";
export type ETransactionEnabledStatusEnum =
  | "Enabled"
  | "NotApplicable";
export type ETransactionStatusEnum =
  | "Sent"
  | "Viewed"
  | "Paid"
  | "Delivery Error"
  | "Updated"
  | "Error"
  | "Accepted"
  | "Rejected"
  | "Sent With ICN Error"
  | "Delivered"
  | "Disputed";
export type EmailStatusEnum =
  | "NotSet"
  | "NeedToSend"
  | "EmailSent";
export type EntityStatusEnum =
  | "Deleted"
  | "Voided"
  | "Draft"
  | "Pending"
  | "InTransit"
  | "Synchronized"
  | "SyncError";
export type EntityTypeEnum =
  | "Customer"
  | "Employee"
  | "Job"
  | "Other"
  | "Vendor";
export type FifoCalculationStatus =
  | "None"
  | "InProgress"
  | "Completed"
  | "Error";
export type FinancingProductTypeEnum =
  | "GET_PAID_UPFRONT";
export type GTMConfigTypeEnum =
  | "SYSTEM_GENERATED"
  | "USER_DEFINED"
  | "SCRA_DEFINED"
  | "HIDDEN_AGENCY";
export type GlobalTaxCalculationEnum =
  | "TaxInclusive"
  | "TaxExcluded"
  | "NotApplicable";
export type ItemTypeEnum =
  | "Assembly"
  | "Category"
  | "Fixed Asset"
  | "Group"
  | "Inventory"
  | "NonInventory"
  | "Other Charge"
  | "Payment"
  | "Service"
  | "Subtotal"
  | "Discount"
  | "Tax"
  | "Tax Group"
  | "Bundle";
export type JobStatusEnum =
  | "Awarded"
  | "Closed"
  | "InProgress"
  | "None"
  | "NotAwarded"
  | "Pending";
export type LineDetailTypeEnum =
  | "PaymentLineDetail"
  | "DiscountLineDetail"
  | "TaxLineDetail"
  | "SalesItemLineDetail"
  | "ItemBasedExpenseLineDetail"
  | "AccountBasedExpenseLineDetail"
  | "DepositLineDetail"
  | "PurchaseOrderItemLineDetail"
  | "ItemReceiptLineDetail"
  | "JournalEntryLineDetail"
  | "GroupLineDetail"
  | "DescriptionOnly"
  | "SubTotalLineDetail"
  | "SalesOrderItemLineDetail"
  | "TDSLineDetail"
  | "ReimburseLineDetail"
  | "ItemAdjustmentLineDetail";
export type MonthEnum =
  | "January"
  | "February"
  | "March"
  | "April"
  | "May"
  | "June"
  | "July"
  | "August"
  | "September"
  | "October"
  | "November"
  | "December";
export type PaySalesTaxEnum =
  | "Annually"
  | "Monthly"
  | "Quarterly";
export type PaymentExtendedTypeEnum =
  | "Prepayment";
export type PaymentTypeEnum =
  | "Cash"
  | "Check"
  | "CreditCard"
  | "Expense"
  | "Other";
export type PostingTypeEnum =
  | "Credit"
  | "Debit";
export type PriceLevelTypeEnum =
  | "FixedPercentage"
  | "PerItem";
export type PrintStatusEnum =
  | "NotSet"
  | "NeedToPrint"
  | "PrintComplete";
export type PurchaseOrderStatusEnum =
  | "Open"
  | "Closed";
export type ReportBasisEnum =
  | "Accrual"
  | "Cash";
export type SalesRepTypeEnum =
  | "Employee"
  | "Other"
  | "Vendor";
export type SpecialItemTypeEnum =
  | "FinanceCharge"
  | "ReimbursableExpenseGroup"
  | "ReimbursableExpenseSubtotal";
export type SpecialTaxTypeEnum =
  | "NONE"
  | "ZERO_RATE"
  | "FOREIGN_TAX"
  | "REVERSE_CHARGE"
  | "ADJUSTMENT_RATE";
export type SubscriptionPaymentsSettingEnum =
  | "SALE_TERM";
export type SymbolPositionEnum =
  | "Leading"
  | "Trailing";
export type TaxApplicableOnEnum =
  | "Purchase"
  | "Sales";
export type TaxRateApplicableOnEnum =
  | "Sales"
  | "Purchase"
  | "Adjustment"
  | "Other";
export type TaxRateDisplayTypeEnum =
  | "ReadOnly"
  | "HideInTransactionForms"
  | "HideInPrintedForms"
  | "HideInAll";
export type TaxReturnStatusEnum =
  | "FILED"
  | "FILING_FAILED"
  | "FILING_FAILED_WRONG_AGENCY_CREDENTIALS"
  | "AGENCY_PAYMENT_INITIATED"
  | "AGENCY_PAYMENT_COMPLETED";
export type TaxReviewStatusEnum =
  | "NON_AST_TAX"
  | "AST_TAX_OVERRIDE";
export type TaxTypeApplicablityEnum =
  | "TaxOnAmount"
  | "TaxOnAmountPlusTax"
  | "TaxOnTax";
export type TemplateTypeEnum =
  | "BuildAssembly"
  | "CreditMemo"
  | "Estimate"
  | "Invoice"
  | "PurchaseOrder"
  | "SalesOrder"
  | "SalesReceipt"
  | "StatementCharge";
export type TimeActivityTypeEnum =
  | "Employee"
  | "Other"
  | "Vendor";
export type TimeEntryUsedForPaychecksEnum =
  | "NotSet"
  | "DoNotUseTimeEntry"
  | "UseTimeEntry";
export type TxnSubTypeEnum =
  | "InvoiceTax"
  | "InvoiceRetail"
  | "JournalTaxAdjustment"
  | "ProjectCostEstimate"
  | "EmployeeReimbursableExpense"
  | "EmployeeReimbursableExpensePayment"
  | "RetainageRelease";
export type TxnTypeEnum =
  | "APCreditCard"
  | "ARRefundCreditCard"
  | "Bill"
  | "BillPaymentCheck"
  | "BuildAssembly"
  | "CarryOver"
  | "CashPurchase"
  | "Charge"
  | "Check"
  | "CreditCardPayment"
  | "CreditMemo"
  | "Deposit"
  | "EFPLiabilityCheck"
  | "EFTBillPayment"
  | "EFTRefund"
  | "Estimate"
  | "InventoryAdjustment"
  | "InventoryTransfer"
  | "Invoice"
  | "ItemReceipt"
  | "JournalEntry"
  | "LiabilityAdjustment"
  | "Paycheck"
  | "PayrollLiabilityCheck"
  | "PurchaseOrder"
  | "PriorPayment"
  | "ReceivePayment"
  | "RefundCheck"
  | "ReimburseCharge"
  | "SalesOrder"
  | "SalesReceipt"
  | "SalesTaxPaymentCheck"
  | "Transfer"
  | "TimeActivity"
  | "VendorCredit"
  | "VendorPrepayment"
  | "YTDAdjustment";
export type UOMBaseTypeEnum =
  | "Area"
  | "Count"
  | "Length"
  | "Other"
  | "Time"
  | "Volume"
  | "Weight";
export type UOMFeatureTypeEnum =
  | "Disabled"
  | "SinglePerItem"
  | "MultiplePerItem";
export type WeekEnum =
  | "Sunday"
  | "Monday"
  | "Tuesday"
  | "Wednesday"
  | "Thursday"
  | "Friday"
  | "Saturday";
export type currencyCode =
  | "AED"
  | "AFA"
  | "ALL"
  | "ANG"
  | "AOA"
  | "AOK"
  | "ARP"
  | "ARS"
  | "AMD"
  | "ATS"
  | "AUD"
  | "AWF"
  | "AWG"
  | "AZM"
  | "BAM"
  | "BBD"
  | "BDT"
  | "BEF"
  | "BGL"
  | "BHD"
  | "BIF"
  | "BMD"
  | "BND"
  | "BOB"
  | "BRC"
  | "BRL"
  | "BSD"
  | "BTN"
  | "BUK"
  | "BWP"
  | "BYR"
  | "BYB"
  | "BZD"
  | "CAD"
  | "CDF"
  | "CHF"
  | "CLP"
  | "CNY"
  | "COP"
  | "CRC"
  | "CZK"
  | "CUP"
  | "CVE"
  | "DDM"
  | "DEM"
  | "DJF"
  | "DKK"
  | "DOP"
  | "DZD"
  | "ECS"
  | "EEK"
  | "EGP"
  | "ERN"
  | "ESP"
  | "ETB"
  | "EUR"
  | "FIM"
  | "FJD"
  | "FKP"
  | "FRF"
  | "GBP"
  | "GEL"
  | "GHC"
  | "GIP"
  | "GMD"
  | "GNF"
  | "GRD"
  | "GTQ"
  | "GWP"
  | "GYD"
  | "HKD"
  | "HNL"
  | "HRK"
  | "HTG"
  | "HUF"
  | "IDR"
  | "IEP"
  | "ILS"
  | "INR"
  | "IQD"
  | "IRR"
  | "ISK"
  | "ITL"
  | "JMD"
  | "JOD"
  | "KES"
  | "KGS"
  | "KHR"
  | "KMF"
  | "KPW"
  | "KRW"
  | "KWD"
  | "KYD"
  | "KZT"
  | "LAK"
  | "LBP"
  | "LKR"
  | "LRD"
  | "LSL"
  | "LTL"
  | "LUF"
  | "LVL"
  | "LYD"
  | "MAD"
  | "MDL"
  | "MGF"
  | "MKD"
  | "MMK"
  | "MNT"
  | "MOP"
  | "MRO"
  | "MUR"
  | "MVR"
  | "MWK"
  | "MXN"
  | "MXP"
  | "MYR"
  | "MZM"
  | "NAD"
  | "NGN"
  | "NIC"
  | "NIO"
  | "NLG"
  | "NOK"
  | "NPR"
  | "NZD"
  | "OMR"
  | "PAB"
  | "PEN"
  | "PES"
  | "PGK"
  | "PHP"
  | "PKR"
  | "PLN"
  | "PLZ"
  | "PTE"
  | "PYG"
  | "QAR"
  | "ROL"
  | "RUR"
  | "RWF"
  | "SAR"
  | "SBD"
  | "SCR"
  | "SDD"
  | "SDP"
  | "SEK"
  | "SGD"
  | "SHP"
  | "SIT"
  | "SKK"
  | "SLL"
  | "SM"
  | "SOS"
  | "SRG"
  | "STD"
  | "SUR"
  | "SVC"
  | "SYP"
  | "SZL"
  | "THB"
  | "TMM"
  | "TND"
  | "TOP"
  | "TRL"
  | "TTD"
  | "TWD"
  | "TZS"
  | "UAH"
  | "UGS"
  | "UGX"
  | "USD"
  | "UYP"
  | "UYU"
  | "UZS"
  | "VND"
  | "VUV"
  | "VAL"
  | "WST"
  | "XAF"
  | "XCD"
  | "XOF"
  | "XPF"
  | "YER"
  | "YUD"
  | "ZAR"
  | "ZMK"
  | "ZRZ"
  | "ZWD";
export type gender =
  | "Male"
  | "Female";

export interface Account extends IntuitEntity {
  readonly Name?: string;
  readonly SubAccount?: boolean;
  readonly ParentRef?: ReferenceType;
  readonly Description?: string;
  readonly FullyQualifiedName?: string;
  readonly AccountAlias?: string;
  readonly TxnLocationType?: string;
  readonly Active?: boolean;
  readonly Classification?: AccountClassificationEnum;
  readonly AccountType?: AccountTypeEnum;
  readonly AccountSubType?: string;
  readonly AccountPurposes?: readonly ReferenceType[];
  readonly AcctNum?: string;
  readonly AcctNumExtn?: string;
  readonly BankNum?: string;
  readonly OpeningBalance?: DecimalText;
  readonly OpeningBalanceDate?: DateText;
  readonly CurrentBalance?: DecimalText;
  readonly CurrentBalanceWithSubAccounts?: DecimalText;
  readonly CurrencyRef?: ReferenceType;
  readonly TaxAccount?: boolean;
  readonly TaxCodeRef?: ReferenceType;
  readonly OnlineBankingEnabled?: boolean;
  readonly FIName?: string;
  readonly JournalCodeRef?: ReferenceType;
  readonly AccountEx?: Json;
}

export interface AccountBasedExpenseLineDetail {
  readonly CustomerRef?: ReferenceType;
  readonly ClassRef?: ReferenceType;
  readonly AccountRef?: ReferenceType;
  readonly BillableStatus?: BillableStatusEnum;
  readonly MarkupInfo?: MarkupInfo;
  readonly TaxAmount?: DecimalText;
  readonly TaxCodeRef?: ReferenceType;
  readonly TaxInclusiveAmt?: DecimalText;
  readonly ExpenseDetailLineDetailEx?: Json;
}

export interface AdvancedInventoryPrefs {
  readonly MLIAvailable?: boolean;
  readonly MLIEnabled?: boolean;
  readonly EnhancedInventoryReceivingEnabled?: boolean;
  readonly TrackingSerialOrLotNumber?: boolean;
  readonly TrackingOnSalesTransactionsEnabled?: boolean;
  readonly TrackingOnPurchaseTransactionsEnabled?: boolean;
  readonly TrackingOnInventoryAdjustmentEnabled?: boolean;
  readonly TrackingOnBuildAssemblyEnabled?: boolean;
  readonly FIFOEnabled?: boolean;
  readonly FIFOEffectiveDate?: DateText;
  readonly RowShelfBinEnabled?: boolean;
  readonly BarcodeEnabled?: boolean;
}

export interface Attachable extends IntuitEntity {
  readonly FileName?: string;
  readonly FileAccessUri?: string;
  readonly TempDownloadUri?: string;
  readonly Size?: IntegerText;
  readonly ContentType?: string;
  readonly Category?: string;
  readonly Lat?: string;
  readonly Long?: string;
  readonly PlaceName?: string;
  readonly Note?: string;
  readonly Tag?: string;
  readonly ThumbnailFileAccessUri?: string;
  readonly ThumbnailTempDownloadUri?: string;
  readonly AttachableEx?: Json;
  readonly documentId?: string;
}

export interface AttachableRef {
  readonly EntityRef?: ReferenceType;
  readonly LineInfo?: string;
  readonly IncludeOnSend?: boolean;
  readonly CustomField?: readonly CustomField[];
  readonly AttachableRefEx?: Json;
}

export interface Bill extends PurchaseByVendor {
  readonly PayerRef?: ReferenceType;
  readonly SalesTermRef?: ReferenceType;
  readonly DueDate?: DateText;
  readonly RemitToAddr?: PhysicalAddress;
  readonly ShipAddr?: PhysicalAddress;
  readonly VendorAddr?: PhysicalAddress;
  readonly Balance?: DecimalText;
  readonly HomeBalance?: DecimalText;
  readonly BillEx?: Json;
  readonly LessCIS?: DecimalText;
  readonly IncludeInAnnualTPAR?: boolean;
}

export interface BillPayment extends Transaction {
  readonly VendorRef?: ReferenceType;
  readonly VendorAddr?: PhysicalAddress;
  readonly APAccountRef?: ReferenceType;
  readonly PayType?: BillPaymentTypeEnum;
  readonly CheckPayment?: BillPaymentCheck;
  readonly CreditCardPayment?: BillPaymentCreditCard;
  readonly TotalAmt?: DecimalText;
  readonly BillPaymentEx?: Json;
}

export interface BillPaymentCheck {
  readonly BankAccountRef?: ReferenceType;
  readonly PrintStatus?: PrintStatusEnum;
  readonly CheckDetail?: CheckPayment;
  readonly PayeeAddr?: PhysicalAddress;
  readonly BillPaymentCheckEx?: Json;
}

export interface BillPaymentCreditCard {
  readonly CCAccountRef?: ReferenceType;
  readonly CCDetail?: CreditCardPayment;
  readonly BillPaymentCreditCardEx?: Json;
}

export interface Budget extends IntuitEntity {
  readonly Name?: string;
  readonly StartDate?: DateText;
  readonly EndDate?: DateText;
  readonly BudgetType?: BudgetTypeEnum;
  readonly BudgetEntryType?: BudgetEntryTypeEnum;
  readonly Active?: boolean;
  readonly BudgetDetail?: readonly BudgetDetail[];
}

export interface BudgetCustomExtensionAssociatedValue {
  readonly Key?: string;
  readonly Value?: string;
}

export interface BudgetCustomExtensions {
  readonly ExtensionType?: string;
  readonly AssociatedValue?: BudgetCustomExtensionAssociatedValue;
}

export interface BudgetDetail {
  readonly BudgetDate?: DateText;
  readonly Amount?: DecimalText;
  readonly AccountRef?: ReferenceType;
  readonly CustomerRef?: ReferenceType;
  readonly ClassRef?: ReferenceType;
  readonly DepartmentRef?: ReferenceType;
  readonly CustomExtensions?: readonly BudgetCustomExtensions[];
}

export interface CashBackInfo {
  readonly AccountRef?: ReferenceType;
  readonly Amount?: DecimalText;
  readonly Memo?: string;
}

export interface ChangeOrder extends SalesTransaction {
  readonly ExpirationDate?: DateText;
  readonly AcceptedBy?: string;
  readonly AcceptedDate?: DateText;
  readonly ChangeOrderEx?: Json;
}

export interface ChargeCredit extends Transaction {
  readonly Credit?: boolean;
  readonly CustomerRef?: ReferenceType;
  readonly RemitToRef?: ReferenceType;
  readonly ARAccountRef?: ReferenceType;
  readonly ClassRef?: ReferenceType;
  readonly DueDate?: DateText;
  readonly BilledDate?: DateText;
  readonly TotalAmt?: DecimalText;
  readonly ChargeCreditEx?: Json;
}

export interface CheckPayment {
  readonly CheckNum?: string;
  readonly Status?: string;
  readonly NameOnAcct?: string;
  readonly AcctNum?: string;
  readonly BankName?: string;
  readonly CheckPaymentEx?: Json;
}

export interface Class extends IntuitEntity {
  readonly Name?: string;
  readonly SubClass?: boolean;
  readonly ParentRef?: ReferenceType;
  readonly FullyQualifiedName?: string;
  readonly Active?: boolean;
  readonly ClassEx?: Json;
}

export interface Company extends IntuitEntity {
  readonly CompanyName?: string;
  readonly LegalName?: string;
  readonly CompanyAddr?: PhysicalAddress;
  readonly CustomerCommunicationAddr?: PhysicalAddress;
  readonly LegalAddr?: PhysicalAddress;
  readonly CompanyEmailAddr?: EmailAddress;
  readonly CustomerCommunicationEmailAddr?: EmailAddress;
  readonly CompanyURL?: WebSiteAddress;
  readonly PrimaryPhone?: TelephoneNumber;
  readonly OtherContactInfo?: readonly ContactInfo[];
  readonly CompanyFileName?: string;
  readonly FlavorStratum?: string;
  readonly SampleFile?: boolean;
  readonly CompanyUserId?: string;
  readonly CompanyUserAdminEmail?: string;
  readonly CompanyStartDate?: DateText;
  readonly EmployerId?: string;
  readonly FiscalYearStartMonth?: MonthEnum;
  readonly TaxYearStartMonth?: MonthEnum;
  readonly QBVersion?: string;
  readonly Country?: string;
  readonly ShipAddr?: PhysicalAddress;
  readonly OtherAddr?: readonly PhysicalAddress[];
  readonly Mobile?: TelephoneNumber;
  readonly Fax?: TelephoneNumber;
  readonly Email?: EmailAddress;
  readonly WebSite?: WebSiteAddress;
  readonly LastImportedTime?: DateTimeText;
  readonly SupportedLanguages?: string;
  readonly DefaultTimeZone?: string;
  readonly MultiByteCharsSupported?: boolean;
  readonly NameValue?: readonly NameValue[];
  readonly CompanyInfoEx?: Json;
}

export interface CompanyAccountingPrefs {
  readonly UseAccountNumbers?: boolean;
  readonly DefaultARAccount?: ReferenceType;
  readonly DefaultAPAccount?: ReferenceType;
  readonly RequiresAccounts?: boolean;
  readonly TrackDepartments?: boolean;
  readonly DepartmentTerminology?: string;
  readonly ClassTrackingPerTxn?: boolean;
  readonly ClassTrackingPerTxnLine?: boolean;
  readonly AutoJournalEntryNumber?: boolean;
  readonly FirstMonthOfFiscalYear?: MonthEnum;
  readonly TaxYearMonth?: MonthEnum;
  readonly TaxForm?: string;
  readonly BookCloseDate?: DateText;
  readonly OtherContactInfo?: readonly ContactInfo[];
  readonly CustomerTerminology?: string;
}

export interface CompanyCurrency extends IntuitEntity {
  readonly Code?: string;
  readonly Name?: string;
  readonly Active?: boolean;
  readonly CompanyCurrencyEx?: Json;
}

export interface CompanyInfo extends IntuitEntity {
  readonly CompanyName?: string;
  readonly LegalName?: string;
  readonly CompanyAddr?: PhysicalAddress;
  readonly CustomerCommunicationAddr?: PhysicalAddress;
  readonly LegalAddr?: PhysicalAddress;
  readonly CompanyEmailAddr?: EmailAddress;
  readonly CustomerCommunicationEmailAddr?: EmailAddress;
  readonly CompanyURL?: WebSiteAddress;
  readonly PrimaryPhone?: TelephoneNumber;
  readonly OtherContactInfo?: readonly ContactInfo[];
  readonly CompanyFileName?: string;
  readonly FlavorStratum?: string;
  readonly SampleFile?: boolean;
  readonly CompanyUserId?: string;
  readonly CompanyUserAdminEmail?: string;
  readonly CompanyStartDate?: DateText;
  readonly EmployerId?: string;
  readonly FiscalYearStartMonth?: MonthEnum;
  readonly TaxYearStartMonth?: MonthEnum;
  readonly QBVersion?: string;
  readonly Country?: string;
  readonly ShipAddr?: PhysicalAddress;
  readonly OtherAddr?: readonly PhysicalAddress[];
  readonly Mobile?: TelephoneNumber;
  readonly Fax?: TelephoneNumber;
  readonly Email?: EmailAddress;
  readonly WebAddr?: WebSiteAddress;
  readonly LastImportedTime?: DateTimeText;
  readonly LastSyncTime?: DateTimeText;
  readonly SupportedLanguages?: string;
  readonly DefaultTimeZone?: string;
  readonly MultiByteCharsSupported?: boolean;
  readonly NameValue?: readonly NameValue[];
  readonly FifoCalculationStatus?: FifoCalculationStatus;
  readonly CompanyInfoEx?: Json;
}

export interface ContactInfo {
  readonly Type?: ContactTypeEnum;
  readonly Telephone?: TelephoneNumber;
  readonly Email?: EmailAddress;
  readonly WebSite?: WebSiteAddress;
  readonly OtherContact?: GenericContactType;
}

export interface ConvenienceFeeDetail extends IntuitEntity {
  readonly ConvenienceFeeType?: ConvenienceFeeTypeEnum;
  readonly ConvenienceFeePercent?: DecimalText;
}

export interface CreditCardPayment {
  readonly CreditChargeInfo?: CreditChargeInfo;
  readonly CreditChargeResponse?: CreditChargeResponse;
}

export interface CreditCardPaymentTxn extends Transaction {
  readonly CreditCardAccountRef?: ReferenceType;
  readonly BankAccountRef?: ReferenceType;
  readonly Amount?: DecimalText;
  readonly VendorRef?: ReferenceType;
  readonly CheckNum?: string;
  readonly PrintStatus?: PrintStatusEnum;
  readonly Memo?: string;
  readonly CreditCardPaymentEx?: Json;
}

export interface CreditChargeInfo {
  readonly Number?: string;
  readonly Type?: string;
  readonly NameOnAcct?: string;
  readonly CcExpiryMonth?: IntegerText;
  readonly CcExpiryYear?: IntegerText;
  readonly BillAddrStreet?: string;
  readonly PostalCode?: string;
  readonly CommercialCardCode?: string;
  readonly CCTxnMode?: CCTxnModeEnum;
  readonly CCTxnType?: CCTxnTypeEnum;
  readonly PrevCCTransId?: string;
  readonly Amount?: DecimalText;
  readonly ProcessPayment?: boolean;
  readonly CreditCardChargeInfoEx?: Json;
}

export interface CreditChargeResponse {
  readonly CCProcessor?: string;
  readonly CCTransId?: string;
  readonly Status?: CCPaymentStatusEnum;
  readonly ResultCode?: IntegerText;
  readonly ResultMsg?: string;
  readonly MerchantAcctNum?: string;
  readonly CardSecurityCodeMatch?: CCSecurityCodeMatchEnum;
  readonly AuthCode?: string;
  readonly AvsStreet?: CCAVSMatchEnum;
  readonly AvsZip?: CCAVSMatchEnum;
  readonly SecurityCode?: string;
  readonly ReconBatchId?: string;
  readonly PaymentGroupingCode?: IntegerText;
  readonly TxnAuthorizationTime?: DateTimeText;
  readonly TxnAuthorizationStamp?: IntegerText;
  readonly ClientTransID?: string;
  readonly CreditChargeResponseEx?: Json;
}

export interface CreditMemo extends SalesTransaction {
  readonly RemainingCredit?: DecimalText;
  readonly InvoiceRef?: ReferenceType;
  readonly CreditMemoEx?: Json;
}

export interface Currency extends IntuitEntity {
  readonly Name?: string;
  readonly Active?: boolean;
  readonly Code?: currencyCode;
  readonly Separator?: string;
  readonly Format?: string;
  readonly DecimalPlaces?: IntegerText;
  readonly DecimalSeparator?: string;
  readonly Symbol?: string;
  readonly SymbolPosition?: SymbolPositionEnum;
  readonly UserDefined?: boolean;
  readonly ExchangeRate?: DecimalText;
  readonly AsOfDate?: DateText;
  readonly CurrencyEx?: Json;
}

export interface CurrencyPrefs {
  readonly MultiCurrencyEnabled?: boolean;
  readonly HomeCurrency?: ReferenceType;
}

export interface CustomExtensionAssociatedValues {
  readonly Key?: string;
  readonly Value?: string;
}

export interface CustomExtensions {
  readonly ExtensionType?: string;
  readonly AssociatedValues?: readonly CustomExtensionAssociatedValues[];
}

export interface CustomField {
  readonly DefinitionId?: string;
  readonly Name?: string;
  readonly Type?: CustomFieldTypeEnum;
  readonly StringValue?: string;
  readonly BooleanValue?: boolean;
  readonly DateValue?: DateText;
  readonly NumberValue?: DecimalText;
}

export interface CustomFieldDefinition extends IntuitEntity {
  readonly EntityType?: string;
  readonly Name?: string;
  readonly Hidden?: boolean;
  readonly Required?: boolean;
  readonly AppId?: string;
}

export interface Customer extends NameBase {
  readonly Taxable?: boolean;
  readonly BillAddr?: PhysicalAddress;
  readonly ShipAddr?: PhysicalAddress;
  readonly OtherAddr?: readonly PhysicalAddress[];
  readonly ContactName?: string;
  readonly AltContactName?: string;
  readonly Notes?: string;
  readonly Job?: boolean;
  readonly BillWithParent?: boolean;
  readonly RootCustomerRef?: ReferenceType;
  readonly ParentRef?: ReferenceType;
  readonly Level?: IntegerText;
  readonly CustomerTypeRef?: ReferenceType;
  readonly SalesTermRef?: ReferenceType;
  readonly SalesRepRef?: ReferenceType;
  readonly TaxGroupCodeRef?: ReferenceType;
  readonly TaxRateRef?: ReferenceType;
  readonly PaymentMethodRef?: ReferenceType;
  readonly CCDetail?: CreditChargeInfo;
  readonly PriceLevelRef?: ReferenceType;
  readonly Balance?: DecimalText;
  readonly OpenBalanceDate?: DateText;
  readonly BalanceWithJobs?: DecimalText;
  readonly CreditLimit?: DecimalText;
  readonly AcctNum?: string;
  readonly CurrencyRef?: ReferenceType;
  readonly OverDueBalance?: DecimalText;
  readonly TotalRevenue?: DecimalText;
  readonly TotalExpense?: DecimalText;
  readonly PreferredDeliveryMethod?: string;
  readonly ResaleNum?: string;
  readonly JobInfo?: JobInfo;
  readonly TDSEnabled?: boolean;
  readonly CustomerEx?: Json;
  readonly SecondaryTaxIdentifier?: string;
  readonly ARAccountRef?: ReferenceType;
  readonly PrimaryTaxIdentifier?: string;
  readonly TaxExemptionReasonId?: string;
  readonly IsProject?: boolean;
  readonly BusinessNumber?: string;
  readonly GSTIN?: string;
  readonly GSTRegistrationType?: string;
  readonly IsCISContractor?: boolean;
  readonly ClientCompanyId?: string;
  readonly ClientEntityId?: string;
  readonly Source?: string;
  readonly TaxRegime?: string;
}

export interface CustomerMsg extends IntuitEntity {
  readonly Name?: string;
  readonly Active?: boolean;
  readonly CustomerMsgEx?: Json;
}

export interface CustomerType extends IntuitEntity {
  readonly Name?: string;
  readonly ParentRef?: ReferenceType;
  readonly FullyQualifiedName?: string;
  readonly Active?: boolean;
}

export interface Department extends IntuitEntity {
  readonly Name?: string;
  readonly SubDepartment?: boolean;
  readonly ParentRef?: ReferenceType;
  readonly FullyQualifiedName?: string;
  readonly Active?: boolean;
  readonly DepartmentEx?: Json;
  readonly Address?: PhysicalAddress;
}

export interface Deposit extends Transaction {
  readonly DepositToAccountRef?: ReferenceType;
  readonly CashBack?: CashBackInfo;
  readonly GlobalTaxCalculation?: GlobalTaxCalculationEnum;
  readonly TotalAmt?: DecimalText;
  readonly HomeTotalAmt?: DecimalText;
  readonly DepositEx?: Json;
}

export interface DepositLineDetail {
  readonly Entity?: ReferenceType;
  readonly ClassRef?: ReferenceType;
  readonly AccountRef?: ReferenceType;
  readonly PaymentMethodRef?: ReferenceType;
  readonly CheckNum?: string;
  readonly TxnType?: TxnTypeEnum;
  readonly TaxCodeRef?: ReferenceType;
  readonly TaxApplicableOn?: TaxApplicableOnEnum;
  readonly DepositLineDetailEx?: Json;
}

export interface DescriptionLineDetail {
  readonly ServiceDate?: DateText;
  readonly TaxCodeRef?: ReferenceType;
  readonly DescriptionLineDetailEx?: Json;
}

export interface DiscountLineDetail extends DiscountOverride {
  readonly ServiceDate?: DateText;
  readonly ClassRef?: ReferenceType;
  readonly TaxCodeRef?: ReferenceType;
  readonly DiscountLineDetailEx?: Json;
}

export interface DiscountOverride {
  readonly DiscountRef?: ReferenceType;
  readonly PercentBased?: boolean;
  readonly DiscountPercent?: DecimalText;
  readonly DiscountAccountRef?: ReferenceType;
}

export interface EffectiveTaxRate {
  readonly RateValue?: DecimalText;
  readonly EffectiveDate?: DateTimeText;
  readonly EndDate?: DateTimeText;
  readonly EffectiveTaxRateEx?: Json;
}

export interface EmailAddress {
  readonly Id?: string;
  readonly Address?: string;
  readonly Default?: boolean;
  readonly Tag?: string;
}

export interface EmailDeliveryInfo extends IntuitEntity {
  readonly DeliveryAddress?: EmailAddress;
  readonly DeliveryAddressCc?: EmailAddress;
  readonly DeliveryAddressBcc?: EmailAddress;
  readonly EmailMessage?: EmailMessage;
  readonly AllowOnlinePayment?: boolean;
  readonly AllowOnlineCreditCardPayment?: boolean;
  readonly AllowOnlineACHPayment?: boolean;
  readonly DeliveryInfo?: TransactionDeliveryInfo;
  readonly ETransactionStatus?: ETransactionStatusEnum;
}

export interface EmailMessage {
  readonly Subject?: string;
  readonly Message?: string;
}

export interface EmailMessagesPrefs {
  readonly NameValue?: readonly NameValue[];
  readonly InvoiceMessage?: EmailMessage;
  readonly EstimateMessage?: EmailMessage;
  readonly SalesReceiptMessage?: EmailMessage;
  readonly StatementMessage?: EmailMessage;
}

export interface Employee extends NameBase {
  readonly EmployeeType?: string;
  readonly EmployeeNumber?: string;
  readonly SSN?: string;
  readonly PrimaryAddr?: PhysicalAddress;
  readonly OtherAddr?: readonly PhysicalAddress[];
  readonly BillableTime?: boolean;
  readonly BillRate?: DecimalText;
  readonly BirthDate?: DateText;
  readonly Gender?: gender;
  readonly HiredDate?: DateText;
  readonly ReleasedDate?: DateText;
  readonly UseTimeEntry?: TimeEntryUsedForPaychecksEnum;
  readonly EmployeeEx?: Json;
  readonly CostRate?: DecimalText;
  readonly Notes?: string;
}

export interface EnabledSurchargeInfo {
  readonly Enabled?: boolean;
  readonly Card?: SurchargePaymentMethodInfo;
  readonly ACH?: SurchargePaymentMethodInfo;
}

export interface EntityTypeRef {
  readonly Type?: EntityTypeEnum;
  readonly EntityRef?: ReferenceType;
}

export interface Estimate extends SalesTransaction {
  readonly ExpirationDate?: DateText;
  readonly AcceptedBy?: string;
  readonly AcceptedDate?: DateText;
  readonly EstimateEx?: Json;
}

export interface ExchangeRate extends IntuitEntity {
  readonly SourceCurrencyCode?: string;
  readonly TargetCurrencyCode?: string;
  readonly Rate?: DecimalText;
  readonly AsOfDate?: DateText;
  readonly ExchangeRateEx?: Json;
}

export interface FinanceChargePrefs {
  readonly AnnualInterestRate?: DecimalText;
  readonly MinFinChrg?: DecimalText;
  readonly GracePeriod?: IntegerText;
  readonly CalcFinChrgFromTxnDate?: boolean;
  readonly AssessFinChrgForOverdueCharges?: boolean;
  readonly FinChrgAccountRef?: ReferenceType;
}

export interface FixedAsset extends IntuitEntity {
  readonly Name?: string;
  readonly Active?: boolean;
  readonly AcquiredAs?: AcquiredAsEnum;
  readonly PurchaseDesc?: string;
  readonly PurchaseDate?: DateText;
  readonly PurchaseCost?: DecimalText;
  readonly Vendor?: string;
  readonly AssetAccountRef?: ReferenceType;
  readonly SalesDesc?: string;
  readonly SalesDate?: DateText;
  readonly SalesPrice?: DecimalText;
  readonly SalesExpense?: DecimalText;
  readonly Location?: string;
  readonly PONumber?: string;
  readonly SerialNumber?: string;
  readonly WarrantyExpDate?: DateText;
  readonly Description?: string;
  readonly Notes?: string;
  readonly AssetNum?: IntegerText;
  readonly CostBasis?: DecimalText;
  readonly Depreciation?: DecimalText;
  readonly BookValue?: DecimalText;
  readonly FixedAssetEx?: Json;
}

export interface GenericContactType {
  readonly Id?: string;
  readonly Name?: string;
  readonly Value?: string;
  readonly Type?: string;
  readonly Default?: boolean;
  readonly Tag?: string;
}

export interface GroupLineDetail {
  readonly GroupItemRef?: ReferenceType;
  readonly Quantity?: DecimalText;
  readonly UOMRef?: UOMRef;
  readonly ServiceDate?: DateText;
  readonly Line?: readonly Line[];
  readonly GroupLineDetailEx?: Json;
}

export interface IntuitEntity {
  readonly Id?: string;
  readonly SyncToken?: string;
  readonly MetaData?: ModificationMetaData;
  readonly CustomField?: readonly CustomField[];
  readonly AttachableRef?: readonly AttachableRef[];
  readonly domain?: string;
  readonly status?: EntityStatusEnum;
  readonly sparse?: boolean;
}

export interface InventoryAdjustment extends Transaction {
  readonly ShippingAdjustment?: boolean;
  readonly AdjustAccountRef?: ReferenceType;
  readonly CustomerRef?: ReferenceType;
}

export interface InventorySite extends IntuitEntity {
  readonly Name?: string;
  readonly Active?: boolean;
  readonly DefaultSite?: boolean;
  readonly Description?: string;
  readonly Contact?: string;
  readonly Addr?: readonly PhysicalAddress[];
  readonly ContactInfo?: readonly ContactInfo[];
  readonly InventorySiteEx?: Json;
}

export interface Invoice extends SalesTransaction {
  readonly Deposit?: DecimalText;
  readonly AllowIPNPayment?: boolean;
  readonly AllowOnlinePayment?: boolean;
  readonly AllowOnlineCreditCardPayment?: boolean;
  readonly AllowOnlineACHPayment?: boolean;
  readonly AllowOnlinePayPalPayment?: boolean;
  readonly AllowOnlineAffirmPayment?: boolean;
  readonly EInvoiceStatus?: ETransactionStatusEnum;
  readonly ECloudStatusTimeStamp?: DateTimeText;
  readonly CfdiUse?: IntegerText;
  readonly Exportation?: string;
  readonly GlobalInfo?: MXGlobalInfo;
  readonly invoiceStatus?: string;
  readonly callToAction?: string;
  readonly invoiceStatusLog?: readonly StatusInfo[];
  readonly InvoiceEx?: Json;
  readonly LessCIS?: DecimalText;
  readonly InvoiceLink?: string;
  readonly PaymentDetailsMessage?: string;
  readonly ConvenienceFeeDetail?: ConvenienceFeeDetail;
  readonly EnabledSurchargeInfo?: EnabledSurchargeInfo;
  readonly InvoiceLinkSecurityCode?: string;
  readonly InvoiceLinkExpiryDate?: DateText;
  readonly AutoPayEligible?: boolean;
  readonly SchedulePayEligible?: boolean;
  readonly ScheduledPaymentId?: string;
  readonly GratuityEnabled?: boolean;
  readonly FinancingProductType?: FinancingProductTypeEnum;
  readonly SubscriptionPaymentsSetting?: SubscriptionPaymentsSettingEnum;
  readonly TxnRetainageDetail?: TxnRetainageDetail;
}

export interface Item extends IntuitEntity {
  readonly Name?: string;
  readonly Sku?: string;
  readonly Description?: string;
  readonly Active?: boolean;
  readonly SubItem?: boolean;
  readonly ParentRef?: ReferenceType;
  readonly Level?: IntegerText;
  readonly FullyQualifiedName?: string;
  readonly Taxable?: boolean;
  readonly SalesTaxIncluded?: boolean;
  readonly PercentBased?: boolean;
  readonly UnitPrice?: DecimalText;
  readonly RatePercent?: DecimalText;
  readonly Type?: ItemTypeEnum;
  readonly PaymentMethodRef?: ReferenceType;
  readonly UOMSetRef?: ReferenceType;
  readonly IncomeAccountRef?: ReferenceType;
  readonly PurchaseDesc?: string;
  readonly PurchaseTaxIncluded?: boolean;
  readonly PurchaseCost?: DecimalText;
  readonly ExpenseAccountRef?: ReferenceType;
  readonly COGSAccountRef?: ReferenceType;
  readonly AssetAccountRef?: ReferenceType;
  readonly PrefVendorRef?: ReferenceType;
  readonly AvgCost?: DecimalText;
  readonly TrackQtyOnHand?: boolean;
  readonly QtyOnHand?: DecimalText;
  readonly QtyOnPurchaseOrder?: DecimalText;
  readonly QtyOnSalesOrder?: DecimalText;
  readonly ReorderPoint?: DecimalText;
  readonly ManPartNum?: string;
  readonly DepositToAccountRef?: ReferenceType;
  readonly SalesTaxCodeRef?: ReferenceType;
  readonly PurchaseTaxCodeRef?: ReferenceType;
  readonly InvStartDate?: DateText;
  readonly BuildPoint?: DecimalText;
  readonly PrintGroupedItems?: boolean;
  readonly SpecialItem?: boolean;
  readonly SpecialItemType?: SpecialItemTypeEnum;
  readonly ItemGroupDetail?: ItemGroupDetail;
  readonly ItemAssemblyDetail?: ItemAssemblyDetail;
  readonly AbatementRate?: DecimalText;
  readonly ReverseChargeRate?: DecimalText;
  readonly ServiceType?: string;
  readonly ItemCategoryType?: string;
  readonly ItemEx?: Json;
  readonly TaxClassificationRef?: ReferenceType;
  readonly UQCDisplayText?: string;
  readonly UQCId?: string;
  readonly ClassRef?: ReferenceType;
  readonly Source?: string;
  readonly DeferredRevenue?: boolean;
  readonly CustomExtensions?: readonly CustomExtensions[];
}

export interface ItemAdjustmentLineDetail {
  readonly ItemRef?: ReferenceType;
  readonly SalesPrice?: DecimalText;
  readonly QtyDiff?: DecimalText;
  readonly NewQty?: DecimalText;
  readonly ClassRef?: ReferenceType;
}

export interface ItemAssemblyDetail {
  readonly ItemAssemblyLine?: readonly ItemComponentLine[];
}

export interface ItemBasedExpenseLineDetail extends ItemLineDetail {
  readonly CustomerRef?: ReferenceType;
  readonly BillableStatus?: BillableStatusEnum;
  readonly TaxInclusiveAmt?: DecimalText;
  readonly ItemBasedExpenseLineDetailEx?: Json;
}

export interface ItemComponentLine {
  readonly ItemRef?: ReferenceType;
  readonly Qty?: DecimalText;
  readonly UOMRef?: UOMRef;
}

export interface ItemGroupDetail {
  readonly ItemGroupLine?: readonly ItemComponentLine[];
}

export interface ItemLineDetail {
  readonly ItemRef?: ReferenceType;
  readonly ClassRef?: ReferenceType;
  readonly UnitPrice?: DecimalText;
  readonly UnitCostPrice?: DecimalText;
  readonly RatePercent?: DecimalText;
  readonly PriceLevelRef?: ReferenceType;
  readonly MarkupInfo?: MarkupInfo;
  readonly Qty?: DecimalText;
  readonly UOMRef?: UOMRef;
  readonly ItemAccountRef?: ReferenceType;
  readonly InventorySiteRef?: ReferenceType;
  readonly TaxCodeRef?: ReferenceType;
  readonly TaxClassificationRef?: ReferenceType;
}

export interface ItemReceiptLineDetail {
  readonly ItemReceiptLineDetailEx?: Json;
}

export interface JobInfo {
  readonly Status?: JobStatusEnum;
  readonly StartDate?: DateText;
  readonly ProjectedEndDate?: DateText;
  readonly EndDate?: DateText;
  readonly Description?: string;
  readonly JobTypeRef?: ReferenceType;
}

export interface JobType extends IntuitEntity {
  readonly Name?: string;
  readonly ParentRef?: ReferenceType;
  readonly FullyQualifiedName?: string;
  readonly Active?: boolean;
}

export interface JournalCode extends IntuitEntity {
  readonly Name?: string;
  readonly Type?: string;
  readonly Description?: string;
  readonly Active?: boolean;
  readonly JournalCodeEx?: Json;
}

export interface JournalEntry extends Transaction {
  readonly Adjustment?: boolean;
  readonly HomeCurrencyAdjustment?: boolean;
  readonly EnteredInHomeCurrency?: boolean;
  readonly GlobalTaxCalculation?: GlobalTaxCalculationEnum;
  readonly TotalAmt?: DecimalText;
  readonly HomeTotalAmt?: DecimalText;
  readonly JournalEntryEx?: Json;
}

export interface JournalEntryLineDetail {
  readonly PostingType?: PostingTypeEnum;
  readonly Entity?: EntityTypeRef;
  readonly AccountRef?: ReferenceType;
  readonly ClassRef?: ReferenceType;
  readonly DepartmentRef?: ReferenceType;
  readonly TaxCodeRef?: ReferenceType;
  readonly TaxRateRef?: ReferenceType;
  readonly TaxApplicableOn?: TaxApplicableOnEnum;
  readonly TaxAmount?: DecimalText;
  readonly TaxInclusiveAmt?: DecimalText;
  readonly BillableStatus?: BillableStatusEnum;
  readonly JournalCodeRef?: ReferenceType;
  readonly JournalEntryLineDetailEx?: Json;
}

export interface Line {
  readonly Id?: string;
  readonly LineNum?: IntegerText;
  readonly Description?: string;
  readonly Amount?: DecimalText;
  readonly Received?: DecimalText;
  readonly LinkedTxn?: readonly LinkedTxn[];
  readonly DetailType?: LineDetailTypeEnum;
  readonly PaymentLineDetail?: PaymentLineDetail;
  readonly DiscountLineDetail?: DiscountLineDetail;
  readonly TaxLineDetail?: TaxLineDetail;
  readonly SalesItemLineDetail?: SalesItemLineDetail;
  readonly DescriptionLineDetail?: DescriptionLineDetail;
  readonly ItemBasedExpenseLineDetail?: ItemBasedExpenseLineDetail;
  readonly AccountBasedExpenseLineDetail?: AccountBasedExpenseLineDetail;
  readonly ReimburseLineDetail?: ReimburseLineDetail;
  readonly DepositLineDetail?: DepositLineDetail;
  readonly PurchaseOrderItemLineDetail?: PurchaseOrderItemLineDetail;
  readonly SalesOrderItemLineDetail?: SalesOrderItemLineDetail;
  readonly ItemReceiptLineDetail?: ItemReceiptLineDetail;
  readonly JournalEntryLineDetail?: JournalEntryLineDetail;
  readonly GroupLineDetail?: GroupLineDetail;
  readonly SubTotalLineDetail?: SubTotalLineDetail;
  readonly TDSLineDetail?: TDSLineDetail;
  readonly ItemAdjustmentLineDetail?: ItemAdjustmentLineDetail;
  readonly CustomField?: readonly CustomField[];
  readonly LineEx?: Json;
  readonly ProjectRef?: ReferenceType;
  readonly CostAmount?: DecimalText;
  readonly HomeCostAmount?: DecimalText;
  readonly CustomExtensions?: readonly CustomExtensions[];
}

export interface LinkedTxn {
  readonly TxnId?: string;
  readonly TxnType?: string;
  readonly TxnLineId?: string;
}

export interface MXGlobalInfo {
  readonly Periodicity?: string;
  readonly Month?: string;
  readonly Year?: string;
}

export interface MarkupInfo {
  readonly PercentBased?: boolean;
  readonly Value?: DecimalText;
  readonly Percent?: DecimalText;
  readonly PriceLevelRef?: ReferenceType;
  readonly MarkUpIncomeAccountRef?: ReferenceType;
}

export interface MasterAccount extends Account {
  readonly AccountExistsInCompany?: boolean;
}

export interface MemoRef {
  readonly value?: string;
  readonly id?: string;
}

export interface ModificationMetaData {
  readonly CreatedByRef?: ReferenceType;
  readonly CreateTime?: DateTimeText;
  readonly LastModifiedByRef?: ReferenceType;
  readonly LastUpdatedTime?: DateTimeText;
  readonly LastChangedInQB?: DateTimeText;
  readonly Synchronized?: boolean;
}

export interface NameBase extends IntuitEntity {
  readonly IntuitId?: string;
  readonly Organization?: boolean;
  readonly Title?: string;
  readonly GivenName?: string;
  readonly MiddleName?: string;
  readonly FamilyName?: string;
  readonly Suffix?: string;
  readonly FullyQualifiedName?: string;
  readonly CompanyName?: string;
  readonly DisplayName?: string;
  readonly PrintOnCheckName?: string;
  readonly UserId?: string;
  readonly Active?: boolean;
  readonly V4IDPseudonym?: string;
  readonly PrimaryPhone?: TelephoneNumber;
  readonly AlternatePhone?: TelephoneNumber;
  readonly Mobile?: TelephoneNumber;
  readonly Fax?: TelephoneNumber;
  readonly PrimaryEmailAddr?: EmailAddress;
  readonly WebAddr?: WebSiteAddress;
  readonly OtherContactInfo?: readonly ContactInfo[];
  readonly DefaultTaxCodeRef?: ReferenceType;
}

export interface NameValue {
  readonly Name?: string;
  readonly Value?: string;
}

export interface OtherName extends NameBase {
  readonly AcctNum?: string;
  readonly PrimaryAddr?: PhysicalAddress;
  readonly OtherAddr?: readonly PhysicalAddress[];
  readonly OtherNameEx?: Json;
}

export interface OtherPrefs {
  readonly NameValue?: readonly NameValue[];
}

export interface Payment extends Transaction {
  readonly CustomerRef?: ReferenceType;
  readonly RemitToRef?: ReferenceType;
  readonly ARAccountRef?: ReferenceType;
  readonly DepositToAccountRef?: ReferenceType;
  readonly PaymentMethodRef?: ReferenceType;
  readonly PaymentRefNum?: string;
  readonly PaymentType?: PaymentTypeEnum;
  readonly CheckPayment?: CheckPayment;
  readonly CreditCardPayment?: CreditCardPayment;
  readonly TotalAmt?: DecimalText;
  readonly UnappliedAmt?: DecimalText;
  readonly ProcessPayment?: boolean;
  readonly PaymentExtendedType?: PaymentExtendedTypeEnum;
  readonly PaymentEx?: Json;
}

export interface PaymentLineDetail {
  readonly ItemRef?: ReferenceType;
  readonly ServiceDate?: DateText;
  readonly ClassRef?: ReferenceType;
  readonly Balance?: DecimalText;
  readonly HomeBalance?: DecimalText;
  readonly Discount?: DiscountOverride;
  readonly PaymentLineEx?: Json;
}

export interface PaymentMethod extends IntuitEntity {
  readonly Name?: string;
  readonly Active?: boolean;
  readonly Type?: string;
  readonly PaymentMethodEx?: Json;
}

export interface PhysicalAddress {
  readonly Id?: string;
  readonly Line1?: string;
  readonly Line2?: string;
  readonly Line3?: string;
  readonly Line4?: string;
  readonly Line5?: string;
  readonly City?: string;
  readonly Country?: string;
  readonly CountryCode?: string;
  readonly County?: string;
  readonly CountrySubDivisionCode?: string;
  readonly PostalCode?: string;
  readonly PostalCodeSuffix?: string;
  readonly Lat?: string;
  readonly Long?: string;
  readonly Tag?: string;
  readonly Note?: string;
}

export interface Preferences extends IntuitEntity {
  readonly AccountingInfoPrefs?: CompanyAccountingPrefs;
  readonly AdvancedInventoryPrefs?: AdvancedInventoryPrefs;
  readonly ProductAndServicesPrefs?: ProductAndServicesPrefs;
  readonly SalesFormsPrefs?: SalesFormsPrefs;
  readonly EmailMessagesPrefs?: EmailMessagesPrefs;
  readonly PrintDocumentPrefs?: PrintDocumentPrefs;
  readonly VendorAndPurchasesPrefs?: VendorAndPurchasesPrefs;
  readonly TimeTrackingPrefs?: TimeTrackingPrefs;
  readonly TaxPrefs?: TaxPrefs;
  readonly FinanceChargesPrefs?: FinanceChargePrefs;
  readonly CurrencyPrefs?: CurrencyPrefs;
  readonly ReportPrefs?: ReportPrefs;
  readonly OtherPrefs?: OtherPrefs;
}

export interface PriceLevel extends IntuitEntity {
  readonly Name?: string;
  readonly Active?: boolean;
  readonly PriceLevelType?: PriceLevelTypeEnum;
  readonly FixedPercentage?: DecimalText;
  readonly PriceLevelPerItem?: readonly PriceLevelPerItem[];
  readonly CurrencyRef?: ReferenceType;
  readonly PriceLevelEx?: Json;
}

export interface PriceLevelPerItem extends IntuitEntity {
  readonly ItemRef?: ReferenceType;
  readonly CustomPrice?: DecimalText;
  readonly CustomPricePercent?: DecimalText;
  readonly PriceLevelPerItemEx?: Json;
}

export interface PrintDocumentPrefs {
  readonly NameValue?: readonly NameValue[];
}

export interface ProductAndServicesPrefs {
  readonly ForSales?: boolean;
  readonly ForPurchase?: boolean;
  readonly InventoryAndPurchaseOrder?: boolean;
  readonly QuantityWithPriceAndRate?: boolean;
  readonly QuantityOnHand?: boolean;
  readonly UOM?: UOMFeatureTypeEnum;
  readonly RevenueRecognition?: boolean;
  readonly RevenueRecognitionFrequency?: string;
}

export interface Purchase extends Transaction {
  readonly AccountRef?: ReferenceType;
  readonly PaymentMethodRef?: ReferenceType;
  readonly PaymentRefNum?: string;
  readonly PaymentType?: PaymentTypeEnum;
  readonly CheckPayment?: CheckPayment;
  readonly CreditCardPayment?: CreditCardPayment;
  readonly EntityRef?: ReferenceType;
  readonly Credit?: boolean;
  readonly RemitToAddr?: PhysicalAddress;
  readonly TotalAmt?: DecimalText;
  readonly TxnId?: string;
  readonly TxnNum?: string;
  readonly Memo?: string;
  readonly PrintStatus?: PrintStatusEnum;
  readonly GlobalTaxCalculation?: GlobalTaxCalculationEnum;
  readonly PurchaseEx?: Json;
  readonly LessCIS?: DecimalText;
  readonly IncludeInAnnualTPAR?: boolean;
}

export interface PurchaseByVendor extends Transaction {
  readonly VendorRef?: ReferenceType;
  readonly APAccountRef?: ReferenceType;
  readonly TotalAmt?: DecimalText;
  readonly BillEmail?: EmailAddress;
  readonly ReplyEmail?: EmailAddress;
  readonly Memo?: string;
  readonly GlobalTaxCalculation?: GlobalTaxCalculationEnum;
}

export interface PurchaseOrder extends PurchaseByVendor {
  readonly TaxCodeRef?: ReferenceType;
  readonly ClassRef?: ReferenceType;
  readonly ReimbursableInfoRef?: ReferenceType;
  readonly SalesTermRef?: ReferenceType;
  readonly DueDate?: DateText;
  readonly ExpectedDate?: DateText;
  readonly VendorAddr?: PhysicalAddress;
  readonly ShipTo?: ReferenceType;
  readonly DropShipToEntity?: ReferenceType;
  readonly InventorySiteRef?: ReferenceType;
  readonly ShipAddr?: PhysicalAddress;
  readonly ShipMethodRef?: ReferenceType;
  readonly FOB?: string;
  readonly POEmail?: EmailAddress;
  readonly TemplateRef?: ReferenceType;
  readonly PrintStatus?: PrintStatusEnum;
  readonly EmailStatus?: EmailStatusEnum;
  readonly ManuallyClosed?: boolean;
  readonly POStatus?: PurchaseOrderStatusEnum;
  readonly PurchaseOrderEx?: Json;
}

export interface PurchaseOrderItemLineDetail extends SalesItemLineDetail {
  readonly ManPartNum?: string;
  readonly ManuallyClosed?: boolean;
  readonly OpenQty?: DecimalText;
  readonly PurchaseOrderItemLineDetailEx?: Json;
}

export interface QbdtEntityIdMapping extends IntuitEntity {
  readonly QboEntityId?: string;
  readonly QbdtExportableId?: string;
  readonly QboEntityType?: string;
  readonly QbdtEntityType?: string;
}

export interface RecurringInfo {
  readonly Name?: string;
  readonly RecurType?: string;
  readonly Active?: boolean;
  readonly ScheduleInfo?: RecurringScheduleInfo;
}

export interface RecurringScheduleInfo {
  readonly IntervalType?: string;
  readonly NumInterval?: IntegerText;
  readonly DayOfMonth?: IntegerText;
  readonly DayOfWeek?: WeekEnum;
  readonly WeekOfMonth?: IntegerText;
  readonly MonthOfYear?: MonthEnum;
  readonly RemindDays?: IntegerText;
  readonly DaysBefore?: IntegerText;
  readonly MaxOccurrences?: IntegerText;
  readonly StartDate?: DateText;
  readonly EndDate?: DateText;
  readonly NextDate?: DateText;
  readonly PreviousDate?: DateText;
}

export interface ReferenceType {
  readonly value?: string;
  readonly name?: string;
  readonly type?: string;
}

export interface RefundReceipt extends SalesTransaction {
  readonly RemainingCredit?: DecimalText;
  readonly RefundReceiptEx?: Json;
}

export interface ReimburseCharge extends Transaction {
  readonly CustomerRef?: ReferenceType;
  readonly HasBeenInvoiced?: boolean;
  readonly Amount?: DecimalText;
  readonly HomeTotalAmt?: DecimalText;
}

export interface ReimburseLineDetail extends ItemLineDetail {
}

export interface ReportPrefs {
  readonly ReportBasis?: ReportBasisEnum;
  readonly CalcAgingReportFromTxnDate?: boolean;
}

export interface SalesFormsPrefs {
  readonly UsingProgressInvoicing?: boolean;
  readonly CustomField?: readonly CustomFieldDefinition[];
  readonly CustomTxnNumbers?: boolean;
  readonly DelayedCharges?: boolean;
  readonly SalesEmailCc?: EmailAddress;
  readonly SalesEmailBcc?: EmailAddress;
  readonly EmailCopyToCompany?: boolean;
  readonly AllowDeposit?: boolean;
  readonly AllowDiscount?: boolean;
  readonly DefaultDiscountAccount?: string;
  readonly AllowEstimates?: boolean;
  readonly EstimateMessage?: string;
  readonly ETransactionEnabledStatus?: ETransactionEnabledStatusEnum;
  readonly ETransactionAttachPDF?: boolean;
  readonly ETransactionPaymentEnabled?: boolean;
  readonly IPNSupportEnabled?: boolean;
  readonly InvoiceMessage?: string;
  readonly AllowServiceDate?: boolean;
  readonly AllowShipping?: boolean;
  readonly DefaultShippingAccount?: string;
  readonly DefaultItem?: ReferenceType;
  readonly DefaultTerms?: ReferenceType;
  readonly DefaultDeliveryMethod?: string;
  readonly AutoApplyCredit?: boolean;
  readonly AutoApplyPayments?: boolean;
  readonly PrintItemWithZeroAmount?: boolean;
  readonly DefaultShipMethodRef?: ReferenceType;
  readonly DefaultMarkup?: DecimalText;
  readonly TrackReimbursableExpensesAsIncome?: boolean;
  readonly UsingSalesOrders?: boolean;
  readonly UsingPriceLevels?: boolean;
  readonly DefaultFOB?: string;
  readonly DefaultCustomerMessage?: string;
}

export interface SalesItemLineDetail extends ItemLineDetail {
  readonly ServiceDate?: DateText;
  readonly TaxInclusiveAmt?: DecimalText;
  readonly DiscountRate?: DecimalText;
  readonly DiscountAmt?: DecimalText;
  readonly DeferredRevenue?: boolean;
  readonly RetainageAmount?: DecimalText;
  readonly SalesItemLineDetailEx?: Json;
}

export interface SalesOrder extends SalesTransaction {
  readonly ManuallyClosed?: boolean;
  readonly SalesOrderEx?: Json;
}

export interface SalesOrderItemLineDetail extends SalesItemLineDetail {
  readonly ManuallyClosed?: boolean;
}

export interface SalesReceipt extends SalesTransaction {
  readonly SalesReceiptEx?: Json;
  readonly LessCIS?: DecimalText;
}

export interface SalesRep extends IntuitEntity {
  readonly NameOf?: SalesRepTypeEnum;
  readonly Active?: boolean;
  readonly EmployeeRef?: ReferenceType;
  readonly VendorRef?: ReferenceType;
  readonly OtherNameRef?: ReferenceType;
  readonly Initials?: string;
  readonly SalesRepEx?: Json;
}

export interface SalesTransaction extends Transaction {
  readonly AutoDocNumber?: boolean;
  readonly CustomerRef?: ReferenceType;
  readonly CustomerMemo?: MemoRef;
  readonly BillAddr?: PhysicalAddress;
  readonly ShipAddr?: PhysicalAddress;
  readonly FreeFormAddress?: boolean;
  readonly ShipFromAddr?: PhysicalAddress;
  readonly RemitToRef?: ReferenceType;
  readonly ClassRef?: ReferenceType;
  readonly SalesTermRef?: ReferenceType;
  readonly DueDate?: DateText;
  readonly SalesRepRef?: ReferenceType;
  readonly PONumber?: string;
  readonly FOB?: string;
  readonly ShipMethodRef?: ReferenceType;
  readonly ShipDate?: DateText;
  readonly TrackingNum?: string;
  readonly GlobalTaxCalculation?: GlobalTaxCalculationEnum;
  readonly TotalAmt?: DecimalText;
  readonly HomeTotalAmt?: DecimalText;
  readonly ApplyTaxAfterDiscount?: boolean;
  readonly ShippingTaxIncludedInTotalTax?: boolean;
  readonly TemplateRef?: ReferenceType;
  readonly PrintStatus?: PrintStatusEnum;
  readonly EmailStatus?: EmailStatusEnum;
  readonly BillEmail?: EmailAddress;
  readonly BillEmailCc?: EmailAddress;
  readonly BillEmailBcc?: EmailAddress;
  readonly ARAccountRef?: ReferenceType;
  readonly Balance?: DecimalText;
  readonly HomeBalance?: DecimalText;
  readonly FinanceCharge?: boolean;
  readonly PaymentMethodRef?: ReferenceType;
  readonly PaymentRefNum?: string;
  readonly PaymentType?: PaymentTypeEnum;
  readonly CheckPayment?: CheckPayment;
  readonly CreditCardPayment?: CreditCardPayment;
  readonly DepositToAccountRef?: ReferenceType;
  readonly DeliveryInfo?: TransactionDeliveryInfo;
  readonly DiscountRate?: DecimalText;
  readonly DiscountAmt?: DecimalText;
  readonly GovtTxnRefIdentifier?: string;
  readonly TaxExemptionRef?: ReferenceType;
}

export interface ShipMethod extends IntuitEntity {
  readonly Name?: string;
  readonly Active?: boolean;
  readonly ShipMethodEx?: Json;
}

export interface StatementCharge extends Transaction {
  readonly Credit?: boolean;
  readonly CustomerRef?: ReferenceType;
  readonly RemitToRef?: ReferenceType;
  readonly ARAccountRef?: ReferenceType;
  readonly ClassRef?: ReferenceType;
  readonly DueDate?: DateText;
  readonly BilledDate?: DateText;
  readonly TotalAmt?: DecimalText;
  readonly StatementChargeEx?: Json;
}

export interface StatusInfo {
  readonly status?: string;
  readonly statusDate?: DateText;
  readonly callToAction?: string;
}

export interface SubTotalLineDetail {
  readonly ItemRef?: ReferenceType;
  readonly ServiceDate?: DateText;
}

export interface SurchargePaymentMethodInfo {
  readonly Enabled?: boolean;
}

export interface TDSLineDetail {
  readonly TDSAccountRef?: ReferenceType;
  readonly TDSSectionTypeId?: IntegerText;
  readonly TDSLineDetailEx?: Json;
}

export interface TDSMetadata extends IntuitEntity {
  readonly TDSEntityTypes?: readonly NameValue[];
  readonly TDSSectionTypes?: readonly NameValue[];
}

export interface Tag extends IntuitEntity {
  readonly Name?: string;
}

export interface Task extends IntuitEntity {
  readonly Notes?: string;
  readonly From?: string;
  readonly Active?: boolean;
  readonly Done?: boolean;
  readonly ReminderDate?: DateText;
  readonly TaskEx?: Json;
}

export interface TaxAgency extends Vendor {
  readonly SalesTaxCodeRef?: ReferenceType;
  readonly SalesTaxCountry?: string;
  readonly SalesTaxReturnRef?: ReferenceType;
  readonly TaxRegistrationNumber?: string;
  readonly ReportingPeriod?: string;
  readonly TaxTrackedOnPurchases?: boolean;
  readonly TaxOnPurchasesAccountRef?: ReferenceType;
  readonly TaxTrackedOnSales?: boolean;
  readonly TaxTrackedOnSalesAccountRef?: ReferenceType;
  readonly TaxOnTax?: boolean;
  readonly LastFileDate?: DateText;
  readonly TaxAgencyExt?: Json;
  readonly TaxAgencyConfig?: string;
}

export interface TaxClassification extends IntuitEntity {
  readonly Code?: string;
  readonly Name?: string;
  readonly Description?: string;
  readonly Level?: string;
  readonly ParentRef?: ReferenceType;
  readonly ApplicableTo?: readonly ItemTypeEnum[];
}

export interface TaxCode extends IntuitEntity {
  readonly Name?: string;
  readonly Description?: string;
  readonly Active?: boolean;
  readonly Hidden?: boolean;
  readonly Taxable?: boolean;
  readonly TaxGroup?: boolean;
  readonly SalesTaxRateList?: TaxRateList;
  readonly PurchaseTaxRateList?: TaxRateList;
  readonly AdjustmentTaxRateList?: TaxRateList;
  readonly TaxCodeEx?: Json;
  readonly TaxCodeConfigType?: GTMConfigTypeEnum;
}

export interface TaxLineDetail {
  readonly TaxRateRef?: ReferenceType;
  readonly PercentBased?: boolean;
  readonly TaxPercent?: DecimalText;
  readonly NetAmountTaxable?: DecimalText;
  readonly TaxInclusiveAmount?: DecimalText;
  readonly OverrideDeltaAmount?: DecimalText;
  readonly ServiceDate?: DateText;
  readonly TaxLineDetailEx?: Json;
}

export interface TaxPayment extends IntuitEntity {
  readonly PaymentDate?: DateText;
  readonly PaymentAccountRef?: ReferenceType;
  readonly PaymentAmount?: DecimalText;
  readonly Description?: string;
  readonly Refund?: boolean;
}

export interface TaxPrefs {
  readonly UsingSalesTax?: boolean;
  readonly PartnerTaxEnabled?: boolean;
  readonly HideTaxManagement?: boolean;
  readonly TaxGroupCodeRef?: ReferenceType;
  readonly TaxRateRef?: ReferenceType;
  readonly PaySalesTax?: PaySalesTaxEnum;
  readonly NonTaxableSalesTaxCodeRef?: ReferenceType;
  readonly TaxableSalesTaxCodeRef?: ReferenceType;
}

export interface TaxRate extends IntuitEntity {
  readonly Name?: string;
  readonly Description?: string;
  readonly Active?: boolean;
  readonly RateValue?: DecimalText;
  readonly AgencyRef?: ReferenceType;
  readonly TaxReturnLineRef?: ReferenceType;
  readonly EffectiveTaxRate?: readonly EffectiveTaxRate[];
  readonly SpecialTaxType?: SpecialTaxTypeEnum;
  readonly DisplayType?: TaxRateDisplayTypeEnum;
  readonly TaxRateEx?: Json;
  readonly OriginalTaxRate?: ReferenceType;
}

export interface TaxRateDetail {
  readonly TaxRateRef?: ReferenceType;
  readonly TaxTypeApplicable?: TaxTypeApplicablityEnum;
  readonly TaxOrder?: IntegerText;
  readonly TaxOnTaxOrder?: IntegerText;
}

export interface TaxRateDetails {
  readonly TaxRateName?: string;
  readonly TaxRateId?: string;
  readonly RateValue?: DecimalText;
  readonly TaxAgencyId?: string;
  readonly TaxApplicableOn?: TaxRateApplicableOnEnum;
}

export interface TaxRateList {
  readonly TaxRateDetail?: readonly TaxRateDetail[];
  readonly originatingGroupId?: string;
}

export interface TaxReturn extends IntuitEntity {
  readonly UpcomingFiling?: boolean;
  readonly StartDate?: DateText;
  readonly EndDate?: DateText;
  readonly FileDate?: DateText;
  readonly AgencyPaymentDate?: DateText;
  readonly AgencyPaymentAmount?: DecimalText;
  readonly NetTaxAmountDue?: DecimalText;
  readonly FlatRateSavingsAmountDue?: DecimalText;
  readonly PayGWithheldAmount?: DecimalText;
  readonly AgencyRef?: ReferenceType;
  readonly TaxReturnStatus?: TaxReturnStatusEnum;
  readonly TaxReturnEFilingFailureReason?: string;
  readonly EFileErrorFixByDate?: DateText;
  readonly AgencyPaymentMethod?: AgencyPaymentMethodEnum;
  readonly TaxReturnCode?: string;
}

export interface TaxService extends IntuitEntity {
  readonly TaxCode?: string;
  readonly TaxCodeId?: string;
  readonly TaxRateDetails?: readonly TaxRateDetails[];
  readonly Fault?: Json;
}

export interface TelephoneNumber {
  readonly Id?: string;
  readonly DeviceType?: string;
  readonly CountryCode?: string;
  readonly AreaCode?: string;
  readonly ExchangeCode?: string;
  readonly Extension?: string;
  readonly FreeFormNumber?: string;
  readonly Default?: boolean;
  readonly Tag?: string;
}

export interface TemplateName extends IntuitEntity {
  readonly Name?: string;
  readonly Active?: boolean;
  readonly Type?: TemplateTypeEnum;
}

export interface Term extends IntuitEntity {
  readonly Name?: string;
  readonly Active?: boolean;
  readonly Type?: string;
  readonly DiscountPercent?: DecimalText;
  readonly DueDays?: IntegerText;
  readonly DiscountDays?: IntegerText;
  readonly DayOfMonthDue?: IntegerText;
  readonly DueNextMonthDays?: IntegerText;
  readonly DiscountDayOfMonth?: IntegerText;
  readonly SalesTermEx?: Json;
}

export interface TimeActivity extends IntuitEntity {
  readonly TimeZone?: string;
  readonly TxnDate?: DateText;
  readonly NameOf?: TimeActivityTypeEnum;
  readonly EmployeeRef?: ReferenceType;
  readonly VendorRef?: ReferenceType;
  readonly OtherNameRef?: ReferenceType;
  readonly CustomerRef?: ReferenceType;
  readonly DepartmentRef?: ReferenceType;
  readonly ItemRef?: ReferenceType;
  readonly ClassRef?: ReferenceType;
  readonly PayrollItemRef?: ReferenceType;
  readonly ProjectRef?: ReferenceType;
  readonly TimeChargeId?: IntegerText;
  readonly BillableStatus?: BillableStatusEnum;
  readonly Taxable?: boolean;
  readonly HourlyRate?: DecimalText;
  readonly CostRate?: DecimalText;
  readonly Hours?: IntegerText;
  readonly Minutes?: IntegerText;
  readonly Seconds?: IntegerText;
  readonly BreakHours?: IntegerText;
  readonly BreakMinutes?: IntegerText;
  readonly BreakSeconds?: IntegerText;
  readonly StartTime?: DateTimeText;
  readonly EndTime?: DateTimeText;
  readonly Description?: string;
  readonly TimeActivityEx?: Json;
  readonly HoursInEmployeeTimeZone?: boolean;
}

export interface TimeTrackingPrefs {
  readonly UseServices?: boolean;
  readonly DefaultTimeItem?: ReferenceType;
  readonly BillCustomers?: boolean;
  readonly ShowBillRateToAll?: boolean;
  readonly WorkWeekStartDate?: WeekEnum;
  readonly TimeTrackingEnabled?: boolean;
  readonly MarkTimeEntriesBillable?: boolean;
  readonly MarkExpensesAsBillable?: boolean;
}

export interface Transaction extends IntuitEntity {
  readonly DocNumber?: string;
  readonly TxnDate?: DateText;
  readonly TxnSubType?: TxnSubTypeEnum;
  readonly DepartmentRef?: ReferenceType;
  readonly CurrencyRef?: ReferenceType;
  readonly ExchangeRate?: DecimalText;
  readonly PrivateNote?: string;
  readonly TxnStatus?: string;
  readonly LinkedTxn?: readonly LinkedTxn[];
  readonly Line?: readonly Line[];
  readonly TxnTaxDetail?: TxnTaxDetail;
  readonly TxnSource?: string;
  readonly TaxFormType?: string;
  readonly TaxFormNum?: string;
  readonly TransactionLocationType?: string;
  readonly Tag?: readonly Tag[];
  readonly TxnApprovalInfo?: TxnApprovalInfo;
  readonly RecurDataRef?: ReferenceType;
  readonly RecurringInfo?: RecurringInfo;
  readonly ProjectRef?: ReferenceType;
  readonly TotalCostAmount?: DecimalText;
  readonly HomeTotalCostAmount?: DecimalText;
}

export interface TransactionDeliveryInfo {
  readonly DeliveryType?: DeliveryTypeEnum;
  readonly DeliveryTime?: DateTimeText;
  readonly DeliveryErrorType?: DeliveryErrorTypeEnum;
}

export interface Transfer extends Transaction {
  readonly FromAccountRef?: ReferenceType;
  readonly ToAccountRef?: ReferenceType;
  readonly Amount?: DecimalText;
  readonly ClassRef?: ReferenceType;
  readonly TransferEx?: Json;
}

export interface TxnApprovalInfo {
  readonly ApprovalStatus?: string;
  readonly ApprovalStatusDetail?: string;
  readonly LastChangedByUser?: string;
  readonly LastChangedDate?: DateTimeText;
}

export interface TxnRetainageDetail {
  readonly RetainageAmount?: DecimalText;
  readonly RetainageOpenBalance?: DecimalText;
}

export interface TxnTaxDetail {
  readonly DefaultTaxCodeRef?: ReferenceType;
  readonly TxnTaxCodeRef?: ReferenceType;
  readonly TotalTax?: DecimalText;
  readonly TaxReviewStatus?: TaxReviewStatusEnum;
  readonly TaxLine?: readonly Line[];
  readonly UseAutomatedSalesTax?: boolean;
}

export interface UOM extends IntuitEntity {
  readonly Name?: string;
  readonly Abbrv?: string;
  readonly BaseType?: UOMBaseTypeEnum;
  readonly ConvUnit?: readonly UOMConvUnit[];
}

export interface UOMConvUnit {
  readonly Name?: string;
  readonly Abbrv?: string;
  readonly ConvRatio?: DecimalText;
}

export interface UOMRef {
  readonly Unit?: string;
  readonly UOMSetRef?: ReferenceType;
}

export interface User extends IntuitEntity {
  readonly DisplayName?: string;
  readonly Title?: string;
  readonly GivenName?: string;
  readonly MiddleName?: string;
  readonly FamilyName?: string;
  readonly Suffix?: string;
  readonly EmailAddr?: readonly EmailAddress[];
  readonly Addr?: readonly PhysicalAddress[];
  readonly PhoneNumber?: readonly TelephoneNumber[];
  readonly LocaleCountry?: string;
  readonly LocaleLanguage?: string;
  readonly LocalePostalCode?: string;
  readonly LocaleTimeZone?: string;
  readonly NameValueAttr?: readonly NameValue[];
}

export interface UserAlert extends IntuitEntity {
  readonly Notes?: string;
  readonly Active?: boolean;
  readonly Done?: boolean;
  readonly Type?: string;
  readonly ReminderDate?: DateTimeText;
  readonly ExpireDate?: DateTimeText;
  readonly DueDate?: DateText;
  readonly URL?: string;
  readonly Filter?: string;
  readonly NameValue?: readonly NameValue[];
  readonly UserAlertEx?: Json;
}

export interface Vendor extends NameBase {
  readonly ContactName?: string;
  readonly AltContactName?: string;
  readonly Notes?: string;
  readonly BillAddr?: PhysicalAddress;
  readonly ShipAddr?: PhysicalAddress;
  readonly OtherAddr?: readonly PhysicalAddress[];
  readonly TaxCountry?: string;
  readonly TaxIdentifier?: string;
  readonly TaxIdEffectiveDate?: DateText;
  readonly BusinessNumber?: string;
  readonly ParentRef?: ReferenceType;
  readonly VendorTypeRef?: ReferenceType;
  readonly TermRef?: ReferenceType;
  readonly PrefillAccountRef?: ReferenceType;
  readonly Balance?: DecimalText;
  readonly BillRate?: DecimalText;
  readonly OpenBalanceDate?: DateText;
  readonly CreditLimit?: DecimalText;
  readonly AcctNum?: string;
  readonly Vendor1099?: boolean;
  readonly T4AEligible?: boolean;
  readonly T5018Eligible?: boolean;
  readonly CurrencyRef?: ReferenceType;
  readonly TDSEnabled?: boolean;
  readonly TDSEntityTypeId?: IntegerText;
  readonly TDSSectionTypeId?: IntegerText;
  readonly TDSOverrideThreshold?: boolean;
  readonly TaxReportingBasis?: string;
  readonly APAccountRef?: ReferenceType;
  readonly VendorEx?: Json;
  readonly GSTIN?: string;
  readonly GSTRegistrationType?: string;
  readonly IsSubContractor?: boolean;
  readonly SubcontractorType?: string;
  readonly CISRate?: string;
  readonly HasTPAR?: boolean;
  readonly VendorPaymentBankDetail?: VendorBankAccountDetail;
  readonly Source?: string;
  readonly CostRate?: DecimalText;
  readonly AgencyVerificationStatus?: AgencyVerificationStatus;
  readonly AgencyVerificationStatusMsg?: string;
  readonly AgencyVerificationTSUTC?: DateTimeText;
  readonly CompanyRegistrationNumber?: string;
}

export interface VendorAndPurchasesPrefs {
  readonly EnableBills?: boolean;
  readonly TrackingByCustomer?: boolean;
  readonly BillableExpenseTracking?: boolean;
  readonly DefaultTerms?: ReferenceType;
  readonly DefaultMarkup?: DecimalText;
  readonly DefaultMarkupAccount?: ReferenceType;
  readonly AutomaticBillPayment?: boolean;
  readonly TPAREnabled?: boolean;
  readonly POCustomField?: readonly CustomFieldDefinition[];
  readonly MsgToVendors?: string;
  readonly UsingInventory?: boolean;
  readonly UsingMultiLocationInventory?: boolean;
  readonly DaysBillsAreDue?: IntegerText;
  readonly DiscountAccountRef?: ReferenceType;
}

export interface VendorBankAccountDetail {
  readonly BankBranchIdentifier?: string;
  readonly BankAccountNumber?: string;
  readonly BankAccountName?: string;
  readonly StatementText?: string;
}

export interface VendorCredit extends PurchaseByVendor {
  readonly VendorAddr?: PhysicalAddress;
  readonly VendorCreditEx?: Json;
  readonly Balance?: DecimalText;
  readonly IncludeInAnnualTPAR?: boolean;
}

export interface VendorPrepayment extends Transaction {
  readonly VendorRef?: ReferenceType;
  readonly AccountRef?: ReferenceType;
  readonly PaymentRefNum?: string;
  readonly TotalAmt?: DecimalText;
  readonly Balance?: DecimalText;
  readonly HomeBalance?: DecimalText;
  readonly VendorAddr?: PhysicalAddress;
  readonly VendorPrepaymentEx?: Json;
}

export interface VendorType extends IntuitEntity {
  readonly Name?: string;
  readonly ParentRef?: ReferenceType;
  readonly FullyQualifiedName?: string;
  readonly Active?: boolean;
}

export interface WebSiteAddress {
  readonly Id?: string;
  readonly URI?: string;
  readonly Default?: boolean;
  readonly Tag?: string;
}

/** Every entity of the schema by its name in the API. */
export interface Entities {
  readonly Account: Account;
  readonly Attachable: Attachable;
  readonly Bill: Bill;
  readonly BillPayment: BillPayment;
  readonly Budget: Budget;
  readonly ChangeOrder: ChangeOrder;
  readonly ChargeCredit: ChargeCredit;
  readonly Class: Class;
  readonly Company: Company;
  readonly CompanyCurrency: CompanyCurrency;
  readonly CompanyInfo: CompanyInfo;
  readonly ConvenienceFeeDetail: ConvenienceFeeDetail;
  readonly CreditCardPaymentTxn: CreditCardPaymentTxn;
  readonly CreditMemo: CreditMemo;
  readonly Currency: Currency;
  readonly Customer: Customer;
  readonly CustomerMsg: CustomerMsg;
  readonly CustomerType: CustomerType;
  readonly Department: Department;
  readonly Deposit: Deposit;
  readonly EmailDeliveryInfo: EmailDeliveryInfo;
  readonly Employee: Employee;
  readonly Estimate: Estimate;
  readonly ExchangeRate: ExchangeRate;
  readonly FixedAsset: FixedAsset;
  readonly InventoryAdjustment: InventoryAdjustment;
  readonly InventorySite: InventorySite;
  readonly Invoice: Invoice;
  readonly Item: Item;
  readonly JobType: JobType;
  readonly JournalCode: JournalCode;
  readonly JournalEntry: JournalEntry;
  readonly MasterAccount: MasterAccount;
  readonly OtherName: OtherName;
  readonly Payment: Payment;
  readonly PaymentMethod: PaymentMethod;
  readonly Preferences: Preferences;
  readonly PriceLevel: PriceLevel;
  readonly PriceLevelPerItem: PriceLevelPerItem;
  readonly Purchase: Purchase;
  readonly PurchaseOrder: PurchaseOrder;
  readonly QbdtEntityIdMapping: QbdtEntityIdMapping;
  readonly RefundReceipt: RefundReceipt;
  readonly ReimburseCharge: ReimburseCharge;
  readonly SalesOrder: SalesOrder;
  readonly SalesReceipt: SalesReceipt;
  readonly SalesRep: SalesRep;
  readonly ShipMethod: ShipMethod;
  readonly StatementCharge: StatementCharge;
  readonly TDSMetadata: TDSMetadata;
  readonly Tag: Tag;
  readonly Task: Task;
  readonly TaxAgency: TaxAgency;
  readonly TaxClassification: TaxClassification;
  readonly TaxCode: TaxCode;
  readonly TaxPayment: TaxPayment;
  readonly TaxRate: TaxRate;
  readonly TaxReturn: TaxReturn;
  readonly TaxService: TaxService;
  readonly TemplateName: TemplateName;
  readonly Term: Term;
  readonly TimeActivity: TimeActivity;
  readonly Transfer: Transfer;
  readonly UOM: UOM;
  readonly User: User;
  readonly UserAlert: UserAlert;
  readonly Vendor: Vendor;
  readonly VendorCredit: VendorCredit;
  readonly VendorPrepayment: VendorPrepayment;
  readonly VendorType: VendorType;
}

export type EntityName = keyof Entities;
