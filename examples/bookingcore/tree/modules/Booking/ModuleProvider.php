<?php

namespace Modules\Booking;
