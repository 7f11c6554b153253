package io.devicetrail.domain.transfer;

import io.devicetrail.domain.device.DeviceTransferId;
import io.devicetrail.domain.shared.Denial;
import io.devicetrail.domain.shared.Rejection;
import java.time.Duration;

/** Why a command about a transfer was refused. */
public sealed interface TransferRejection extends Rejection {
    /** In the same words for one between two other tenants. */
    record TransferUnknown(DeviceTransferId transfer) implements TransferRejection {
        @Override
        public String code() {
            return "TRANSFER_UNKNOWN";
        }

        @Override
        public String message() {
            return "Your tenant has no transfer " + transfer + " to answer here.";
        }
    }

    record OfferTimeUnfit(Duration longest) implements TransferRejection {
        @Override
        public String code() {
            return "OFFER_TIME_UNFIT";
        }

        @Override
        public String message() {
            return "An offer ends in the future, and after " + longest.toDays() + " days at the latest.";
        }
    }

    /** One answer settles it; the other offer would only fill the receiver's record. */
    record AlreadyOffered() implements TransferRejection {
        @Override
        public String code() {
            return "TRANSFER_ALREADY_OFFERED";
        }

        @Override
        public String message() {
            return "The device is offered to this tenant already; wait for the answer, or withdraw that offer first.";
        }
    }

    record TooManyOffers(int most) implements TransferRejection {
        @Override
        public String code() {
            return "TOO_MANY_OFFERS";
        }

        @Override
        public String message() {
            return "The receiver has not answered " + most
                    + " offers of yours; wait for answers, or withdraw some, before you offer more.";
        }
    }

    /** What the offer says of the device is no longer so. */
    record OfferOutdated() implements TransferRejection {
        @Override
        public String code() {
            return "OFFER_OUTDATED";
        }

        @Override
        public String message() {
            return "The device's hardware was revised since it was offered; have the giver offer it anew.";
        }
    }

    record OfferOver() implements TransferRejection {
        @Override
        public String code() {
            return "OFFER_OVER";
        }

        @Override
        public String message() {
            return "The offer's time is over; have the giver offer the device anew.";
        }
    }

    /** Nothing is left to be answered. */
    record TransferAnswered(TransferState state) implements TransferRejection {
        @Override
        public String code() {
            return "TRANSFER_ANSWERED";
        }

        @Override
        public String message() {
            return "The transfer is " + state + "; it can no longer be answered so.";
        }
    }

    /** Two tenants agree by two people. */
    record AcceptedByOfferer() implements TransferRejection, Denial {
        @Override
        public String code() {
            return "ACCEPTED_BY_OFFERER";
        }

        @Override
        public String message() {
            return "You offered the device yourself; have somebody else accept it.";
        }
    }

    record TransferredByPeople() implements TransferRejection, Denial {
        @Override
        public String code() {
            return "TRANSFERRED_BY_PEOPLE";
        }

        @Override
        public String message() {
            return "A device goes to another tenant by two people, not by a machine's key.";
        }
    }
}
