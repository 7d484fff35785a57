<?php

namespace Cms;
